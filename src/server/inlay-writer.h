/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-auth.h"
#include "inlay-events.h"
#include "inlay-hosts.h"
#include "inlay-reported.h"
#include "inlay-snapshot.h"

G_BEGIN_DECLS

/* The one thread that writes. What is queued while a commit is under way shares the next one. Reads
 * never meet it: it puts a new snapshot in place after each commit. */
typedef struct _InlayWriter InlayWriter;
typedef struct _InlayJob InlayJob;

/* What a job sees of the world; only during its run. The store is set to the job's application. */
typedef struct
{
  InlayRegistryStore *store;
  InlaySnapshot      *snapshot;  /* of the application as of the last commit; NULL: there is none */
  InlayShelf         *shelf;     /* owned; nullable: inlay_work_get_shelf() */
  InlayReported      *reported;  /* which pages were heard */
  InlayParts          changed;   /* what the job touched, added to by it */
  InlayParts          earlier;   /* what @snapshot does not have of the jobs before in this group */
  guint               status;    /* of the answer; 200 unless the job says otherwise */
  char               *location;  /* nullable: where what the job made is found */
  char               *etag;      /* nullable: of what the job was about, as it is now */
} InlayWork;

/* What became of a job. */
typedef struct
{
  guint     status;
  JsonNode *answer;     /* nullable */
  GError   *error;      /* nullable; set: refused */
  char     *location;   /* nullable */
  char     *etag;       /* nullable */
} InlayJobResult;

/* Returns what to answer, or sets the error. */
typedef JsonNode *(*InlayJobRun)  (InlayWork       *work,
                                   gpointer         data,
                                   GError         **error);
/* Called once it is durable or refused, in the writer's thread; may steal from @result. */
typedef void      (*InlayJobDone) (gpointer         user_data,
                                   InlayJobResult  *result);

InlayShelf    *inlay_work_get_shelf (InlayWork           *work,
                                   GError              **error);

InlayWriter   *inlay_writer_new   (InlayRegistryStore   *store,
                                   InlaySnapshotPlace   *place,
                                   InlayEvents          *events,
                                   InlayAuth            *auth,
                                   InlayHosts           *hosts,
                                   GError              **error);
/* @notify is called in the writer's thread whenever there is a new snapshot. */
void           inlay_writer_set_notify (InlayWriter     *self,
                                   void               (*notify) (gpointer data),
                                   gpointer              data);
void           inlay_writer_set_metrics (InlayWriter    *self,
                                   InlayMetrics         *metrics);
/* Whether the last commit, or the last look at what it changed, did not work. */
gboolean       inlay_writer_is_away (InlayWriter        *self);
guint          inlay_writer_get_n_waiting (InlayWriter  *self);
/* Microseconds since what readers see was made. */
gint64         inlay_writer_get_age (InlayWriter        *self);
void           inlay_writer_look  (InlayWriter          *self);
void           inlay_writer_stop  (InlayWriter          *self);
void           inlay_writer_free  (InlayWriter          *self);
/* @done: (nullable) */
void           inlay_writer_queue (InlayWriter          *self,
                                   const char           *app,
                                   InlayJobRun           run,
                                   gpointer              data,
                                   GDestroyNotify        free_data,
                                   InlayJobDone          done,
                                   gpointer              user_data);

G_END_DECLS
