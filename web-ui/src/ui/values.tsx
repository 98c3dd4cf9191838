import { useEffect, useState } from "react";
import { formatAgo, formatClock, formatMoment, OWN_ZONE } from "../lib/dates";
import type { Decimal } from "../lib/decimal";
import { formatCount, formatMoney, formatMoneyShort } from "../lib/numbers";
import { useLanguage } from "../lib/texts";

/** An exact amount with its currency; `short` rounds to cents and tells the rest on hover. */
export function Money(props: { amount: Decimal; currency?: string; short?: boolean }) {
  const { amount, currency = "USD", short = false } = props;
  const language = useLanguage();
  const full = formatMoney(amount, language, currency);
  if (!short) return <span>{full}</span>;
  return <span title={full}>{formatMoneyShort(amount, language, currency)}</span>;
}

export function Count({ value }: { value: number }) {
  return <span>{formatCount(value, useLanguage())}</span>;
}

/** A moment with the zone named; without a zone it is that of whoever looks. */
export function Moment({ at, zone = OWN_ZONE, named = true }: MomentProps) {
  const language = useLanguage();
  const text = named ? formatMoment(at, language, zone) : formatClock(at, language, zone);
  return (
    <time dateTime={at} title={`${at} · ${zone}`}>
      {text}
    </time>
  );
}

type MomentProps = { at: string; zone?: string; named?: boolean };

/** Times are drawn anew so often. */
const REDRAWN = 10_000;

/** "3 minutes ago", kept up to date. */
export function Ago({ at }: { at: string }) {
  const language = useLanguage();
  const drawn = useNow(REDRAWN);
  // What came since the last drawing is now, not in some seconds.
  const moment = Date.parse(at);
  const now = moment > drawn && moment - drawn < 2 * REDRAWN ? moment : drawn;
  return (
    <time dateTime={at} title={formatMoment(at, language)}>
      {formatAgo(at, now, language)}
    </time>
  );
}

/** The browser's clock, drawn anew every so many milliseconds. */
export function useNow(every: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
