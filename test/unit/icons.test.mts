import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../../icons/', import.meta.url));
const icons = globSync('*.svg', { cwd: folder }).sort();

/**
 * What n8n 2.41.1 draws icons on, from its stylesheet: a node on the canvas (`--node--color--background`), and the list of
 * all nodes and the panels (`--color--background--light-3`).
 */
const BACKGROUNDS = {
	light: ['#ffffff'],
	dark: ['#2b2b2b', '#262626'],
};
/** WCAG 2.2, success criterion 1.4.11 (non-text contrast). */
const LEAST_CONTRAST = 3;

const themeOf = (icon: string) => (icon.endsWith('.dark.svg') ? 'dark' : 'light');

/** All colours that an icon is painted with. @throws Error for a colour that isn't written as #rrggbb */
function coloursOf(icon: string): string[] {
	const svg = readFileSync(`${folder}${icon}`, 'utf8');
	const painted = [...svg.matchAll(/\b(?:fill|stroke|stop-color)[=:]\s*["']?([^"';]+)/g)].map(
		([, value]) => value ?? '',
	);
	const colours = painted.filter((value) => value !== 'none');
	const unknown = colours.find((value) => !/^#[0-9a-f]{6}$/i.test(value));
	if (unknown !== undefined) throw new Error(`${icon}: can't judge the colour ${unknown}`);
	return [...new Set(colours)];
}

/** Relative luminance as WCAG defines it, 0 (black) to 1 (white). */
function luminance(colour: string): number {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
		const share = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
		return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
	const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
	return (lighter + 0.05) / (darker + 0.05);
}

describe('icons', () => {
	it('are measured as WCAG measures', () => {
		expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
		// The grey that WCAG's own explanations name as just enough for text on white.
		expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
	});

	it('come in both themes', () => {
		const names = (theme: string) =>
			icons.filter((icon) => themeOf(icon) === theme).map((icon) => icon.split('.')[0]);
		expect(names('dark')).toEqual(names('light'));
		expect(icons.length).toBeGreaterThan(15);
	});

	it.each(icons)('%s stands out from what n8n draws it on', (icon) => {
		const colours = coloursOf(icon);
		expect(colours.length).toBeGreaterThan(0);
		const faint = BACKGROUNDS[themeOf(icon)].flatMap((background) =>
			colours
				.map((colour) => ({ colour, background, contrast: contrast(colour, background) }))
				.filter((measured) => measured.contrast < LEAST_CONTRAST),
		);
		expect(faint).toEqual([]);
	});
});
