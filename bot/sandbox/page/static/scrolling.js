// What of a conversation stands before the reader's eyes: its end, as long as they don't read further up.

const NEAR = 80;
/* Pixels from the end, within which a person follows what comes. */

export class Scrolling {
  /** `news`: a button that is offered, instead of moving the page below whoever reads further up. */
  constructor(stream, news) {
    Object.assign(this, { stream, news, talk: false, follows: false });
    stream.addEventListener("scroll", () => this.looked());
    news.addEventListener("click", () => this.toEnd());
    // What stands below may grow (a hint, a longer text): whoever saw the end goes on seeing it.
    new ResizeObserver(() => this.follows && this.toEnd()).observe(stream);
  }

  /** The reader moved, or may have: whoever comes to a conversation's end has seen what is new. */
  looked() {
    const { scrollHeight, scrollTop, clientHeight } = this.stream;
    this.follows = this.talk && scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.follows) this.news.hidden = true;
  }

  /** After a conversation was drawn. `opened`: it was not shown before; `more`: messages were added. */
  drawn(opened, more) {
    this.talk = true;
    if (opened || this.follows) this.toEnd();
    else if (more) this.news.hidden = false;
  }

  toEnd() {
    this.stream.scrollTop = this.stream.scrollHeight;
    this.looked();
  }

  /** Something else than a conversation was opened: it is read from its beginning. */
  toTop() {
    this.stream.scrollTop = 0;
    this.talk = this.follows = false;
    this.news.hidden = true;
  }
}
