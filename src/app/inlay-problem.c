/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-problem.h"

#include "inlay-app-enums.h"

struct _InlayProblem
{
  GObject parent_instance;

  InlayProblemSeverity severity;
  char *instance;
  char *path;
  char *message;
  char *action;
};

enum
{
  PROP_0,
  PROP_SEVERITY,
  PROP_INSTANCE,
  PROP_PATH,
  PROP_MESSAGE,
  PROP_ACTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (InlayProblem, inlay_problem, G_TYPE_OBJECT)

static void
inlay_problem_finalize (GObject *object)
{
  InlayProblem *self = INLAY_PROBLEM (object);

  g_free (self->instance);
  g_free (self->path);
  g_free (self->message);
  g_free (self->action);

  G_OBJECT_CLASS (inlay_problem_parent_class)->finalize (object);
}

static void
inlay_problem_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  InlayProblem *self = INLAY_PROBLEM (object);

  switch (prop_id)
    {
    case PROP_SEVERITY:
      g_value_set_enum (value, self->severity);
      break;
    case PROP_INSTANCE:
      g_value_set_string (value, self->instance);
      break;
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    case PROP_ACTION:
      g_value_set_string (value, self->action);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
inlay_problem_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  InlayProblem *self = INLAY_PROBLEM (object);

  switch (prop_id)
    {
    case PROP_SEVERITY:
      self->severity = g_value_get_enum (value);
      break;
    case PROP_INSTANCE:
      self->instance = g_value_dup_string (value);
      break;
    case PROP_PATH:
      self->path = g_value_dup_string (value);
      break;
    case PROP_MESSAGE:
      self->message = g_value_dup_string (value);
      break;
    case PROP_ACTION:
      self->action = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
inlay_problem_class_init (InlayProblemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = inlay_problem_finalize;
  object_class->get_property = inlay_problem_get_property;
  object_class->set_property = inlay_problem_set_property;

  properties[PROP_SEVERITY] =
    g_param_spec_enum ("severity", NULL, NULL,
                       INLAY_TYPE_PROBLEM_SEVERITY, INLAY_PROBLEM_WARNING, flags);
  properties[PROP_INSTANCE] = g_param_spec_string ("instance", NULL, NULL, NULL, flags);
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, flags);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  properties[PROP_ACTION] = g_param_spec_string ("action", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
inlay_problem_init (InlayProblem *self)
{
}

InlayProblem *
inlay_problem_new (InlayProblemSeverity  severity,
                   const char           *instance,
                   const char           *path,
                   const char           *message,
                   const char           *action)
{
  return g_object_new (INLAY_TYPE_PROBLEM,
                       "severity", severity,
                       "instance", instance,
                       "path", path,
                       "message", message,
                       "action", action,
                       NULL);
}

InlayProblemSeverity
inlay_problem_get_severity (InlayProblem *self)
{
  g_return_val_if_fail (INLAY_IS_PROBLEM (self), INLAY_PROBLEM_WARNING);

  return self->severity;
}

const char *
inlay_problem_get_instance (InlayProblem *self)
{
  g_return_val_if_fail (INLAY_IS_PROBLEM (self), NULL);

  return self->instance;
}

const char *
inlay_problem_get_path (InlayProblem *self)
{
  g_return_val_if_fail (INLAY_IS_PROBLEM (self), NULL);

  return self->path;
}

const char *
inlay_problem_get_message (InlayProblem *self)
{
  g_return_val_if_fail (INLAY_IS_PROBLEM (self), NULL);

  return self->message;
}

const char *
inlay_problem_get_action (InlayProblem *self)
{
  g_return_val_if_fail (INLAY_IS_PROBLEM (self), NULL);

  return self->action;
}

gboolean
inlay_problem_equal (InlayProblem *self,
                     InlayProblem *other)
{
  g_return_val_if_fail (INLAY_IS_PROBLEM (self), FALSE);
  g_return_val_if_fail (INLAY_IS_PROBLEM (other), FALSE);

  return self->severity == other->severity &&
         g_strcmp0 (self->instance, other->instance) == 0 &&
         g_strcmp0 (self->path, other->path) == 0 &&
         g_strcmp0 (self->message, other->message) == 0 &&
         g_strcmp0 (self->action, other->action) == 0;
}

/* Rows that stay keep their focus. */
void
inlay_problem_list_set (GListStore *list,
                        GPtrArray  *problems)
{
  GListModel *old = G_LIST_MODEL (list);
  guint n_old = g_list_model_get_n_items (old);
  guint start = 0, end = 0;

  while (start < MIN (n_old, problems->len))
    {
      g_autoptr(InlayProblem) problem = g_list_model_get_item (old, start);

      if (!inlay_problem_equal (problem, g_ptr_array_index (problems, start)))
        break;
      start++;
    }
  while (end < MIN (n_old, problems->len) - start)
    {
      g_autoptr(InlayProblem) problem = g_list_model_get_item (old, n_old - 1 - end);

      if (!inlay_problem_equal (problem, g_ptr_array_index (problems, problems->len - 1 - end)))
        break;
      end++;
    }

  if (start + end < n_old || start + end < problems->len)
    g_list_store_splice (list, start, n_old - start - end,
                         problems->pdata + start, problems->len - start - end);
}
