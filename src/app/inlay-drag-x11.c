/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-drag.h"

#include <X11/extensions/XInput2.h>
#include <gdk/x11/gdkx.h>

/* GDK 4.8 takes the keys of a running drag from the root window, and then does not know that window
 * when their events come: nobody hears of Escape. Given back, they go to the focused window, and
 * from there to the drag. */
void
inlay_drag_give_keys_back (GdkDrag *drag)
{
  static const guint keyvals[] = {
    GDK_KEY_Escape, GDK_KEY_space, GDK_KEY_KP_Space, GDK_KEY_Return, GDK_KEY_KP_Enter,
    GDK_KEY_Up, GDK_KEY_KP_Up, GDK_KEY_Down, GDK_KEY_KP_Down,
    GDK_KEY_Left, GDK_KEY_KP_Left, GDK_KEY_Right, GDK_KEY_KP_Right,
  };
  GdkDisplay *display = gdk_drag_get_display (drag);
  GdkSeat *seat = gdk_device_get_seat (gdk_drag_get_device (drag));
  XIGrabModifiers modifiers = { .modifiers = (int) XIAnyModifier };
  Display *xdisplay;
  int device;

  if (!GDK_IS_X11_DISPLAY (display))
    return;

  xdisplay = gdk_x11_display_get_xdisplay (display);
  device = gdk_x11_device_get_id (gdk_seat_get_keyboard (seat));
  for (guint i = 0; i < G_N_ELEMENTS (keyvals); i++)
    {
      int code = XKeysymToKeycode (xdisplay, keyvals[i]);

      if (code != 0)
        XIUngrabKeycode (xdisplay, device, code, gdk_x11_display_get_xrootwindow (display),
                         1, &modifiers);
    }
}
