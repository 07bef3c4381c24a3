import type { Locator } from 'playwright-core';

/** A part of the window, in pixels. */
export interface Area {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** Where a thing is in the window. @throws Error when it isn't shown */
export async function areaOf(thing: Locator): Promise<Area> {
	const box = await thing.boundingBox();
	if (box === null) throw new Error(`${thing.toString()} isn't shown`);
	return box;
}

/** The smallest area that holds all of these. */
export function around(areas: Area[], margin: number): Area {
	const left = Math.min(...areas.map(({ x }) => x)) - margin;
	const top = Math.min(...areas.map(({ y }) => y)) - margin;
	const right = Math.max(...areas.map(({ x, width }) => x + width)) + margin;
	const bottom = Math.max(...areas.map(({ y, height }) => y + height)) + margin;
	return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The part of an area that is inside another one. */
export function within(frame: Area, area: Area): Area {
	const left = Math.max(frame.x, area.x);
	const top = Math.max(frame.y, area.y);
	const right = Math.min(frame.x + frame.width, area.x + area.width);
	const bottom = Math.min(frame.y + frame.height, area.y + area.height);
	return { x: left, y: top, width: right - left, height: bottom - top };
}
