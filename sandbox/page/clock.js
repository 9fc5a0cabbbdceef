// The sandbox's time, and the buttons that move it forward.
import { post } from "./api.js";
import { button, el } from "./dom.js";
import { momentOf } from "./time.js";
import { say } from "./words.js";

const STEPS = [["hour", { hours: 1 }], ["workingDay", { working_days: 1 }], ["week", { days: 7 }]];

export class Clock {
  constructor(root, troubled) {
    this.ahead = 0;
    this.troubled = troubled;
    this.face = el("time", { id: "now" });
    this.steps = el("div", { class: "steps" }, STEPS.map(([label, step]) => button({ onclick: () => this.move(step) }, say(label))));
    this.news = el("p", { class: "hidden", role: "status" });
    root.append(this.face, this.steps, this.news);
    setInterval(() => this.show(), 1000);
  }

  /** The sandbox's time is *now*, an ISO string. */
  set(now) {
    this.ahead = new Date(now) - Date.now();
    this.show();
  }

  show() {
    const now = new Date(Date.now() + this.ahead), text = momentOf(now);
    if (this.face.textContent === text) return;
    this.face.textContent = text;
    this.face.dateTime = now.toISOString();
  }

  /** Time was moved, here or elsewhere. */
  moved(now) {
    this.set(now);
    this.news.textContent = say("movedTo", { time: this.face.textContent });
  }

  async move(step) {
    await post("/sandbox/clock", step).catch(this.troubled);
  }
}
