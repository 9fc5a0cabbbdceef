// How times are written. The service keeps Beijing time, wherever the browser is.
import { locale } from "./words.js";

const ZONE = { timeZone: "Asia/Shanghai" };
const clock = new Intl.DateTimeFormat(locale, { ...ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat(locale, { ...ZONE, month: "long", day: "numeric", weekday: "short" });

export const hourOf = (date) => clock.format(date);
export const dayOf = (date) => day.format(date);
export const momentOf = (date) => `${dayOf(date)} ${hourOf(date)}`;
