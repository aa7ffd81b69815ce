#include "StandInXenctrl.h"

#include <stdlib.h>
#include <string.h>
#include <xenctrl.h>

// dom0's own share, and what is free beside the guests.
#define DOM0_PAGES 131072
#define FREE_PAGES 65536

static uint32_t domains(void) {
    const char *text = getenv(STAND_IN_DOMAINS);
    return text ? (uint32_t)strtoul(text, NULL, 10) : 0;
}

xc_interface *xc_interface_open(xentoollog_logger *logger, xentoollog_logger *dombuild_logger, unsigned flags) {
    (void)logger, (void)dombuild_logger, (void)flags;
    static int interface;
    return (xc_interface *)&interface;
}

int xc_interface_close(xc_interface *xch) {
    (void)xch;
    return 0;
}

int xc_domain_getinfolist(xc_interface *xch, uint32_t first, unsigned int most, xc_domaininfo_t *rows) {
    (void)xch;
    static const uint8_t identity[8] = {0xBA, 0x11, 0xA5, 0x70, 0x00, 0x00, 0x40, 0x00};
    unsigned int filled = 0;
    for (uint32_t id = first; id <= domains() && filled < most; id++) {
        xc_domaininfo_t *row = &rows[filled++];
        memset(row, 0, sizeof *row);
        row->domain = (domid_t)id;
        row->flags = id == 0 ? XEN_DOMINF_running : XEN_DOMINF_blocked;
        row->tot_pages = id == 0 ? DOM0_PAGES : STAND_IN_GUEST_PAGES;
        row->max_pages = row->tot_pages + 256;
        if (id == 0) continue;
        memcpy(row->handle, identity, sizeof identity);
        row->handle[8] = 0x80;
        row->handle[14] = (uint8_t)(id >> 8);
        row->handle[15] = (uint8_t)id;
    }
    return (int)filled;
}

int xc_physinfo(xc_interface *xch, xc_physinfo_t *info) {
    (void)xch;
    memset(info, 0, sizeof *info);
    info->free_pages = FREE_PAGES;
    info->total_pages = DOM0_PAGES + FREE_PAGES + (uint64_t)domains() * STAND_IN_GUEST_PAGES;
    return 0;
}

int xc_domain_setmaxmem(xc_interface *xch, uint32_t domain, uint64_t limit) {
    (void)xch, (void)domain, (void)limit;
    return 0;
}

int xc_domain_set_pod_target(xc_interface *xch, uint32_t domain, uint64_t target, uint64_t *total, uint64_t *cached,
                             uint64_t *entries) {
    (void)xch, (void)domain, (void)target, (void)total, (void)cached, (void)entries;
    return 0;
}

int xc_version(xc_interface *xch, int command, void *answer) {
    (void)xch;
    if (command == XENVER_commandline) memset(answer, 0, sizeof(xen_commandline_t));
    return 0;
}
