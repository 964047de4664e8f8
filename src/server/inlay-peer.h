/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>
#include <sys/socket.h>

G_BEGIN_DECLS

/* The address of the other side: IPv6, or IPv4 as IPv6 has it. */
typedef struct
{
  guint8 bytes[16];
} InlayPeer;

/* Addresses that begin alike: one of them, and how many bits. */
typedef struct
{
  InlayPeer first;
  guint bits;
} InlayNetwork;

void      inlay_peer_init         (InlayPeer              *self,
                                   const struct sockaddr  *address);
gboolean  inlay_peer_parse        (InlayPeer              *self,
                                   const char             *text);
gboolean  inlay_peer_is_loopback  (const InlayPeer        *self);
guint64   inlay_peer_get_key      (const InlayPeer        *self);
char     *inlay_peer_to_string    (const InlayPeer        *self);
gboolean  inlay_network_parse     (InlayNetwork           *self,
                                   const char             *text);
gboolean  inlay_peer_is_among     (const InlayPeer        *self,
                                   GArray                 *networks);
/* Who asked, when @peer is one of @proxies and hands on what it was asked. */
gboolean  inlay_peer_forwarded    (const InlayPeer        *self,
                                   GArray                 *proxies,
                                   const char             *forwarded_for,
                                   InlayPeer              *origin);

G_END_DECLS
