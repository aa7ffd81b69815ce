// A libxenctrl without Xen, to be loaded in front of the real one: a quiet host whose guests all hold what they may have.
#ifndef STAND_IN_XENCTRL_H
#define STAND_IN_XENCTRL_H

// How many guests the host has stands in this variable of the environment. They have the domids from 1 on, and the
// identities that MockDomain gives them.
#define STAND_IN_DOMAINS "STAND_IN_DOMAINS"

// What each guest holds.
#define STAND_IN_GUEST_PAGES 65536

#endif
