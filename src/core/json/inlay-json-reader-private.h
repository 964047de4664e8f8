/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "json/inlay-json-private.h"

G_BEGIN_DECLS

typedef struct
{
  const char      *text;
  const char      *end;
  const char      *at;
  guint            max_depth;
  InlayJsonFlags   flags;
  GArray          *frames; /* of Frame */
  GString         *buffer; /* the string being read */
  GError         **error;
} InlayJsonReader;

gboolean  inlay_json_reader_take          (InlayJsonReader  *self,
                                           char              c);
gboolean  inlay_json_reader_read_string   (InlayJsonReader  *self);
JsonNode *inlay_json_reader_read_number   (InlayJsonReader  *self);
void      inlay_json_reader_fail_expected (InlayJsonReader  *self,
                                           const char       *expected);
void      inlay_json_reader_fail_at       (InlayJsonReader  *self,
                                           const char       *at,
                                           InlayError        code,
                                           const char       *format,
                                           ...) G_GNUC_PRINTF (4, 5);

#define inlay_json_reader_fail(self, ...) \
  inlay_json_reader_fail_at (self, (self)->at, INLAY_ERROR_INVALID, __VA_ARGS__)

G_END_DECLS
