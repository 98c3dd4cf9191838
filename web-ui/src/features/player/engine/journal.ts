import { type Clock, written } from "./clock";
import type { LogLine, Server } from "./server";
import { type Database, kept } from "./storage";

/** Lines that are worth a call, and after how long fewer are. */
const ENOUGH = 100;
const LONG_AGO = 60 * 60 * 1000;
/** Lines kept while the appliance does not answer; the oldest go. One call takes as many. */
const MOST = 500;
const LONGEST = 1000;

type About = { kind?: LogLine["kind"]; level?: LogLine["level"]; play?: string };

/** What happened here, gathered and sent together: evidence in a dispute. */
export class Journal {
  #lines: LogLine[] = [];
  #sentAt = 0;
  readonly #kept: ReturnType<typeof kept<LogLine[]>>;

  constructor(
    database: Database,
    private readonly clock: Clock,
  ) {
    this.#kept = kept<LogLine[]>(database, "log");
  }

  /** Goes on with the lines that an earlier run left. */
  async open(): Promise<void> {
    this.#lines = [...((await this.#kept.read()) ?? []), ...this.#lines];
    this.#sentAt = this.clock.now();
  }

  note(message: string, { kind = "DEVICE", level = "INFO", play }: About = {}): void {
    const at = written(this.clock.now());
    const said = printable(message);
    this.#lines.push({ at, level, kind, ...(play && { impression_id: play }), message: said });
    this.#lines = this.#lines.slice(-MOST);
    void this.#kept.write(this.#lines);
  }

  /** Sends the lines where there are enough. What is refused is dropped: a log stops no play. */
  async send(server: Server): Promise<void> {
    const isLongAgo = this.clock.now() - this.#sentAt > LONG_AGO;
    if (this.#lines.length < (isLongAgo ? 1 : ENOUGH)) return;
    const lines = this.#lines;
    const answer = await server.logs(lines);
    if (answer.is === "later" || answer.is === "silent") return;
    this.#sentAt = this.clock.now();
    this.#lines = this.#lines.filter((line) => !lines.includes(line));
    await this.#kept.write(this.#lines);
  }
}

/** One line without control characters, as long as the appliance takes. */
function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ").slice(0, LONGEST) || "-";
}
