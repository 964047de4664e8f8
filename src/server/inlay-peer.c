/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static const guint8 mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

static gboolean
is_4 (const InlayPeer *self)
{
  return memcmp (self->bytes, mapped, sizeof mapped) == 0;
}

static void
set_4 (InlayPeer  *self,
       const void *bytes)
{
  memcpy (self->bytes, mapped, sizeof mapped);
  memcpy (self->bytes + sizeof mapped, bytes, 4);
}

/**
 * inlay_peer_init:
 * @self: (out caller-allocates): filled in
 * @address: (nullable): a socket's address; what is no IP address becomes all zero
 */
void
inlay_peer_init (InlayPeer             *self,
                 const struct sockaddr *address)
{
  memset (self, 0, sizeof *self);
  if (address != NULL && address->sa_family == AF_INET)
    set_4 (self, &((const struct sockaddr_in *) (const void *) address)->sin_addr);
  else if (address != NULL && address->sa_family == AF_INET6)
    memcpy (self->bytes, &((const struct sockaddr_in6 *) (const void *) address)->sin6_addr, 16);
}

gboolean
inlay_peer_parse (InlayPeer  *self,
                  const char *text)
{
  guint8 bytes[16];

  if (inet_pton (AF_INET, text, bytes) == 1)
    set_4 (self, bytes);
  else if (inet_pton (AF_INET6, text, bytes) == 1)
    memcpy (self->bytes, bytes, sizeof bytes);
  else
    return FALSE;
  return TRUE;
}

gboolean
inlay_peer_is_loopback (const InlayPeer *self)
{
  static const guint8 one[16] = { [15] = 1 };

  return is_4 (self) ? self->bytes[12] == 127 : memcmp (self->bytes, one, sizeof one) == 0;
}

/**
 * inlay_peer_get_key:
 * @self: an address
 *
 * Whoever has one IPv6 address has the other 2^64 of its network, too.
 *
 * Returns: what counts as one caller
 */
guint64
inlay_peer_get_key (const InlayPeer *self)
{
  guint64 key;

  memcpy (&key, is_4 (self) ? self->bytes + 8 : self->bytes, sizeof key);
  return key;
}

char *
inlay_peer_to_string (const InlayPeer *self)
{
  char text[INET6_ADDRSTRLEN] = "";

  if (is_4 (self))
    inet_ntop (AF_INET, self->bytes + 12, text, sizeof text);
  else
    inet_ntop (AF_INET6, self->bytes, text, sizeof text);
  return g_strdup (text);
}

/**
 * inlay_network_parse:
 * @self: (out caller-allocates): filled in
 * @text: an address, or one and how many of its bits count, such as “10.1.0.0/16”
 *
 * Returns: whether it is that
 */
gboolean
inlay_network_parse (InlayNetwork *self,
                     const char   *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "/", 2);
  guint64 bits = 0;
  guint most;

  if (parts[0] == NULL || !inlay_peer_parse (&self->first, parts[0]))
    return FALSE;
  most = is_4 (&self->first) ? 32 : 128;
  if (parts[1] == NULL)
    bits = most;
  else if (!g_ascii_string_to_unsigned (parts[1], 10, 0, most, &bits, NULL))
    return FALSE;
  self->bits = (guint) bits + 128 - most;
  return TRUE;
}

static gboolean
begin_alike (const InlayPeer    *self,
             const InlayNetwork *network)
{
  guint whole = network->bits / 8;
  guint rest = network->bits % 8;

  return memcmp (self->bytes, network->first.bytes, whole) == 0 &&
         (rest == 0 || (self->bytes[whole] ^ network->first.bytes[whole]) >> (8 - rest) == 0);
}

/**
 * inlay_peer_is_among:
 * @self: an address
 * @networks: (nullable) (element-type InlayNetwork): networks
 *
 * Returns: whether it is in one of them
 */
gboolean
inlay_peer_is_among (const InlayPeer *self,
                     GArray          *networks)
{
  for (guint i = 0; networks != NULL && i < networks->len; i++)
    if (begin_alike (self, &g_array_index (networks, InlayNetwork, i)))
      return TRUE;
  return FALSE;
}

/**
 * inlay_peer_forwarded:
 * @self: who sent the request
 * @proxies: (nullable) (element-type InlayNetwork): whom to believe
 * @forwarded_for: (nullable): the X-Forwarded-For header
 * @origin: (out caller-allocates): who asked @self
 *
 * A client may write what it likes into that header; what the proxy itself saw stands last.
 *
 * Returns: whether @self is a proxy and says for whom it asks
 */
gboolean
inlay_peer_forwarded (const InlayPeer *self,
                      GArray          *proxies,
                      const char      *forwarded_for,
                      InlayPeer       *origin)
{
  const char *last;
  g_autofree char *text = NULL;

  if (forwarded_for == NULL || !inlay_peer_is_among (self, proxies))
    return FALSE;
  last = strrchr (forwarded_for, ',');
  text = g_strstrip (g_strdup (last != NULL ? last + 1 : forwarded_for));
  return inlay_peer_parse (origin, text);
}
