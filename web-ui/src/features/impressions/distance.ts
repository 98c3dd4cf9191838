type Point = { lat: number; lng: number };

/** Mean radius of the earth, metres. */
const EARTH = 6_371_000;

/** Metres between two places, along the ground. */
export function distanceOf(a: Point, b: Point): number {
  const rad = (degrees: number) => (degrees * Math.PI) / 180;
  const north = Math.sin(rad(b.lat - a.lat) / 2) ** 2;
  const east = Math.sin(rad(b.lng - a.lng) / 2) ** 2;
  const chord = north + Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * east;
  return 2 * EARTH * Math.asin(Math.sqrt(Math.min(1, chord)));
}
