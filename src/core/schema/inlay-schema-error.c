/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-error-private.h"

struct _InlaySchemaError
{
  gatomicrefcount ref_count;
  char *path;
  char *member;
  char *schema_path;
  char *message;
  const char *keyword; /* interned */
};

G_DEFINE_BOXED_TYPE (InlaySchemaError, inlay_schema_error,
                     inlay_schema_error_ref, inlay_schema_error_unref)

InlaySchemaError *
inlay_schema_error_new_take (char       *path,
                             const char *member,
                             char       *schema_path,
                             const char *keyword,
                             char       *message)
{
  InlaySchemaError *self = g_new0 (InlaySchemaError, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->path = path;
  self->member = g_strdup (member);
  self->schema_path = schema_path;
  self->keyword = g_intern_string (keyword);
  self->message = message;
  return self;
}

InlaySchemaError *
inlay_schema_error_ref (InlaySchemaError *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_schema_error_unref (InlaySchemaError *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->path);
  g_free (self->member);
  g_free (self->schema_path);
  g_free (self->message);
  g_free (self);
}

/**
 * inlay_schema_error_equal:
 *
 * Returns: whether both tell the same of the same place
 */
gboolean
inlay_schema_error_equal (InlaySchemaError *self,
                          InlaySchemaError *other)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  return self->keyword == other->keyword &&
         g_str_equal (self->path, other->path) &&
         g_strcmp0 (self->member, other->member) == 0 &&
         g_str_equal (self->schema_path, other->schema_path) &&
         g_str_equal (self->message, other->message);
}

/**
 * inlay_schema_error_get_path:
 *
 * The instance location of JSON Schema 2020-12 core, section 12.3.3.
 *
 * Returns: the JSON Pointer of the value that is wrong
 */
const char *
inlay_schema_error_get_path (InlaySchemaError *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->path;
}

/**
 * inlay_schema_error_get_member:
 *
 * Returns: (nullable): the member of the object at the path that the error is about, when it is
 *   about its name or absence (`required`, `dependentRequired`, `propertyNames`)
 */
const char *
inlay_schema_error_get_member (InlaySchemaError *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->member;
}

/**
 * inlay_schema_error_get_schema_path:
 *
 * The keyword location of JSON Schema 2020-12 core, section 12.3.1.
 *
 * Returns: the JSON Pointer of the keyword in the schema; for a schema from elsewhere with its
 *   address before `#`
 */
const char *
inlay_schema_error_get_schema_path (InlaySchemaError *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->schema_path;
}

/**
 * inlay_schema_error_get_keyword:
 *
 * The last part of the keyword location (JSON Schema 2020-12 core, section 12.3.1).
 *
 * Returns: the keyword that failed, or the one under which a `false` schema stands
 */
const char *
inlay_schema_error_get_keyword (InlaySchemaError *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->keyword;
}

/**
 * inlay_schema_error_get_message:
 *
 * The error of JSON Schema 2020-12 core, section 12.3.4.
 *
 * Returns: what is wrong in words, to be read after the name of the value: "must be at least 3
 *   characters long"
 */
const char *
inlay_schema_error_get_message (InlaySchemaError *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->message;
}
