// When something was, in words that are as short as they can be at that distance.

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;
const WEEKDAYS = 6;
/* For so many days a weekday names one day. */

/** The workspace's time now. `ahead`: seconds that its clock is before the real one. */
export function now(ahead) {
  return new Date(Date.now() + ahead * SECOND);
}

/** `at` (ISO) for a person in `zone`: `Mon 09:30` in the last days, before that `16 Nov, 09:30`. */
export function when(at, today, zone) {
  const then = new Date(at);
  const clock = { hour: "2-digit", minute: "2-digit", timeZone: zone };
  if (Math.abs(today - then) < WEEKDAYS * DAY) return then.toLocaleString("en-GB", { weekday: "short", ...clock });
  const year = then.getFullYear() === today.getFullYear() ? {} : { year: "numeric" };
  return then.toLocaleString("en-GB", { day: "numeric", month: "short", ...year, ...clock });
}
