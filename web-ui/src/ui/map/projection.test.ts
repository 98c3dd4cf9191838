import { expect, it } from "vitest";
import { group, kilometresADegree, project, roundDistance, viewOf, zoom } from "./projection";

it("shows all points, however few", () => {
  const points = [project(10.8, 106.7), project(45.5, 9.2)];
  const view = viewOf(points, 2);
  for (const point of points) {
    expect(Math.abs(point.x - view.x)).toBeLessThan(view.width / 2);
    expect(Math.abs(point.y - view.y)).toBeLessThan(view.width / 4);
  }
  expect(viewOf([project(10.8, 106.7)], 2).width).toBeGreaterThan(0.5);
  expect(viewOf([], 2).width).toBeGreaterThan(300);
  expect(zoom(view, 1e9).width).toBeGreaterThan(0);
});

it("measures the ground", () => {
  expect(kilometresADegree({ x: 0, y: 0, width: 1 })).toBeCloseTo(111.32);
  const { y } = project(60, 0);
  expect(kilometresADegree({ x: 0, y, width: 1 })).toBeCloseTo(111.32 / 2, 1);
  expect([0.7, 3, 12, 480].map(roundDistance)).toEqual([0.5, 2, 10, 200]);
});

it("keeps the poles on the map and north on top", () => {
  expect(project(90, 0).y).toBeGreaterThan(-400);
  expect(project(10, 0).y).toBeLessThan(project(-10, 0).y);
  expect(project(0, 12)).toEqual({ x: 12, y: expect.closeTo(0) });
});

it("groups what lies together and loses nobody", () => {
  const at = (x: number, y: number, item: string) => ({ x, y, item });
  const groups = group([at(0, 0, "a"), at(3, 4, "b"), at(100, 0, "c")], 20);
  expect(groups.map(({ items }) => items)).toEqual([["a", "b"], ["c"]]);
  expect(groups[0]).toMatchObject({ x: 1.5, y: 2 });
});
