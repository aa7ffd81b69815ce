// What Swift may see of Xen's own C libraries. An item stands here for one of two reasons: it is a header that
// XenSystem calls, or a macro that Swift's importer cannot turn into a constant.
#ifndef CXEN_SHIM_H
#define CXEN_SHIM_H

#include <xenstore.h>
#include <xenctrl.h>
#include <xenevtchn.h>
#include <xentoollog.h>
#include <xen/io/xs_wire.h>

// DOMID_FIRST_RESERVED goes through xen_mk_uint(), which the importer does not follow.
static const uint16_t cxen_domid_first_reserved = DOMID_FIRST_RESERVED;

#endif
