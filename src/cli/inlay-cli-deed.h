/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-cli.h"

G_BEGIN_DECLS

typedef struct _InlayDeed InlayDeed;
typedef struct _InlayOrder InlayOrder;

typedef gboolean (*InlayDeedFunc)  (InlayOrder  *order,
                                    GError     **error);
typedef void     (*InlayDeedPrint) (InlayOrder  *order,
                                    JsonNode    *answer);

/**
 * InlayBind:
 * @INLAY_BIND_NOTHING: the route asks for no precondition
 * @INLAY_BIND_ANY: done whatever changed before it, unless --expect says what must be there
 * @INLAY_BIND_STATE: refused when anything of the application changed since it was looked at
 * @INLAY_BIND_OWN: refused when what the deed is about changed since it was looked at
 *
 * What If-Match says.
 */
typedef enum
{
  INLAY_BIND_NOTHING,
  INLAY_BIND_ANY,
  INLAY_BIND_STATE,
  INLAY_BIND_OWN,
} InlayBind;

/**
 * InlayDeed:
 * @name: (nullable): the word behind the verb; %NULL when the verb says it all
 * @operands: (nullable): as the help has them: `NAME [VERSION]`, `HOST…`
 * @when: (nullable): an option without which this row is not meant
 * @method: the HTTP method
 * @path: the route; `~` is the application, `{1}` an operand, `?limit=--limit` an option
 * @body: (nullable): `member=VALUE` with spaces between; a value is `$1`, `--option`, `--option|otherwise`,
 *   `true`, `false` or `null`; `@1` alone is the JSON in that file
 * @also: (nullable): options that @run looks at
 * @bind: what If-Match says
 * @about: (nullable): what @INLAY_BIND_OWN looks at
 * @keyed: whether the route takes Idempotency-Key, so that it may be sent again
 * @columns: (nullable): what people see of each row of the answer: members, `$1`; `frozen?` is a switch
 * @print: (nullable): instead of @columns
 * @run: (nullable): instead of one call
 * @ask: (nullable): for a terminal, before something is gone; `%s` is the first operand
 * @summary: one line
 *
 * One row of a table: what a verb can do. The table is the verb: its options, help, request and
 * output are made from the rows.
 */
struct _InlayDeed
{
  const char     *name;
  const char     *operands;
  const char     *when;
  const char     *method;
  const char     *path;
  const char     *body;
  const char     *also;
  InlayBind       bind;
  const char     *about;
  gboolean        keyed;
  const char     *columns;
  InlayDeedPrint  print;
  InlayDeedFunc   run;
  const char     *ask;
  const char     *summary;
};

/* A deed as somebody asked for it. */
struct _InlayOrder
{
  InlayCli        *cli;
  InlayClient     *client;      /* nullable until something is asked of the registry */
  const InlayDeed *deed;
  char           **operands;    /* owned by main's argv */
  guint            n_operands;
  gboolean         bound;       /* what is sent from now on */
  gpointer         options;
};

/* The verbs, each in its own file. */
extern const InlayDeed inlay_deeds_admin[], inlay_deeds_apps[], inlay_deeds_approve[], inlay_deeds_audit[], inlay_deeds_canary[],
                       inlay_deeds_compositions[], inlay_deeds_deploy[], inlay_deeds_deployments[], inlay_deeds_environments[],
                       inlay_deeds_events[], inlay_deeds_experiments[], inlay_deeds_explain[], inlay_deeds_health[],
                       inlay_deeds_hosts[], inlay_deeds_modules[], inlay_deeds_publish[], inlay_deeds_revisions[],
                       inlay_deeds_rollback[], inlay_deeds_rollout[], inlay_deeds_rules[], inlay_deeds_status[],
                       inlay_deeds_switch[], inlay_deeds_switches[], inlay_deeds_tokens[], inlay_deeds_webhooks[];

/* Runs the verb that @deeds, which end with a row without a summary, are the table of. */
gboolean    inlay_deeds_run           (const InlayDeed  *deeds,
                                       InlayCli         *cli,
                                       int               argc,
                                       char            **argv,
                                       GError          **error);

/* For rows with a function of their own. */
gboolean    inlay_order_connect       (InlayOrder       *order,
                                       GError          **error);
gboolean    inlay_order_bind          (InlayOrder       *order,
                                       GError          **error);
gboolean    inlay_order_confirm       (InlayOrder       *order,
                                       GError          **error);
char       *inlay_order_path          (InlayOrder       *order,
                                       const char       *template);
JsonNode   *inlay_order_get           (InlayOrder       *order,
                                       const char       *template,
                                       GError          **error);
gboolean    inlay_order_save          (InlayOrder       *order,
                                       GError          **error);
JsonNode   *inlay_order_send          (InlayOrder       *order,
                                       JsonNode         *body,
                                       GError          **error);
gboolean    inlay_order_finish        (InlayOrder       *order,
                                       JsonNode         *body,
                                       GError          **error);
void        inlay_order_show          (InlayOrder       *order,
                                       JsonNode         *answer);
const char *inlay_order_operand       (InlayOrder       *order,
                                       guint             number);

/* Options; each is said once for all verbs. */
gpointer            inlay_order_options_new   (void);
void                inlay_order_options_free  (gpointer          options);
GOptionEntry       *inlay_order_options_list  (gpointer          options,
                                               const InlayDeed  *deeds);
gboolean            inlay_order_options_check (InlayOrder       *order,
                                               GError          **error);
gboolean            inlay_deed_takes          (const InlayDeed  *deed,
                                               const char       *option);
gboolean            inlay_order_has           (InlayOrder       *order,
                                               const char       *option);
const char         *inlay_order_text          (InlayOrder       *order,
                                               const char       *option);
const char * const *inlay_order_list          (InlayOrder       *order,
                                               const char       *option);
JsonNode           *inlay_order_value         (InlayOrder       *order,
                                               const char       *option);
InlayPlan          *inlay_order_read_plan     (InlayOrder       *order,
                                               GError          **error);
gboolean            inlay_cli_read_duration   (const char       *text,
                                               gint64           *seconds);

/* The request and the rows of the answer. */
JsonNode   *inlay_order_build_body    (InlayOrder       *order,
                                       GError          **error);
JsonNode   *inlay_cli_read_json       (const char       *path,
                                       GError          **error);
void        inlay_order_print_rows    (InlayOrder       *order,
                                       JsonNode         *rows,
                                       const char       *columns);

G_END_DECLS
