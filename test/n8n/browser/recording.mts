import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';

/** Red, green and blue of each colour. */
type Palette = number[][];

/** What of gifenc is used; neither library brings types. */
interface Gifenc {
	GIFEncoder(): {
		writeFrame(
			index: Uint8Array,
			width: number,
			height: number,
			options: {
				palette: Palette;
				/** Milliseconds. */
				delay: number;
				transparent: boolean;
				transparentIndex: number;
				dispose: number;
			},
		): void;
		finish(): void;
		bytes(): Uint8Array;
	};
	quantize(rgba: Uint8Array, colours: number): Palette;
	applyPalette(rgba: Uint8Array, palette: Palette): Uint8Array;
}

interface Picture {
	width: number;
	height: number;
	/** Four bytes a pixel: red, green, blue, opacity. */
	data: Buffer;
}

const require = createRequire(import.meta.url);
const { GIFEncoder, applyPalette, quantize }: Gifenc = require('gifenc');
const { PNG }: { PNG: { sync: { read(file: Buffer): Picture } } } = require('pngjs');

const committed = fileURLToPath(new URL('../../../docs/images', import.meta.url));
const looked = join(tmpdir(), 'n8n-nodes-pushwoosh-fcm-screenshots');
/** GIF knows 256 colours a picture; the last one stands for "as before". */
const COLOURS = 255;
const MARK_ID = 'recording-mark';

/** A screen recording made of single pictures, one for each thing that a user sees happen. */
export class Recording {
	readonly #frames: Array<{ picture: Picture; ms: number }> = [];

	/** Takes a picture that stays for so many milliseconds. All must be of the same size. */
	async look(page: Page, ms = 900): Promise<void> {
		this.#frames.push({ picture: PNG.sync.read(await page.screenshot({ animations: 'disabled' })), ms });
	}

	/** The same with a ring around the thing that is clicked next. */
	async pointAt(thing: Locator, ms = 900): Promise<void> {
		await thing.scrollIntoViewIfNeeded();
		const box = await thing.boundingBox();
		if (box === null) throw new Error(`${thing.toString()} isn't shown`);
		const page = thing.page();
		await page.evaluate(
			([id, left, top, width, height]) => {
				const mark = document.createElement('div');
				mark.id = id;
				mark.style.cssText = `position: fixed; z-index: 99999; pointer-events: none; border: 3px solid #e8590c;
					border-radius: 8px; left: ${left}px; top: ${top}px; width: ${width}px; height: ${height}px`;
				document.body.append(mark);
			},
			[MARK_ID, box.x - 6, box.y - 6, box.width + 6, box.height + 6] as const,
		);
		await this.look(page, ms);
		await page.evaluate((id) => document.getElementById(id)?.remove(), MARK_ID);
	}

	/**
	 * Writes an animated GIF that plays for ever: to docs/images with `--update`, else to the folder of pictures that
	 * aren't kept. What doesn't change from one picture to the next isn't stored again.
	 * @returns its size in bytes
	 */
	save(name: string): number {
		const gif = GIFEncoder();
		let before: Buffer | undefined;
		for (const { picture, ms } of this.#frames) {
			const { width, height, data } = picture;
			const palette = quantize(changesOf(data, before), COLOURS);
			const index = applyPalette(data, palette);
			while (palette.length <= COLOURS) palette.push([0, 0, 0]);
			if (before !== undefined) keepWhatIsEqual(index, data, before);
			gif.writeFrame(index, width, height, {
				palette,
				delay: ms,
				transparent: before !== undefined,
				transparentIndex: COLOURS,
				dispose: 1,
			});
			before = data;
		}
		gif.finish();
		const bytes = gif.bytes();
		const target = join(process.env.UPDATE_SCREENSHOTS === '1' ? committed : looked, `${name}.gif`);
		mkdirSync(dirname(target), { recursive: true });
		writeFileSync(target, bytes);
		return bytes.length;
	}
}

const isEqual = (one: Buffer, other: Buffer, at: number) => one.readUInt32LE(at) === other.readUInt32LE(at);

/** The pixels that differ from the picture before, whose colours the palette is for; all of them in the first one. */
function changesOf(data: Buffer, before: Buffer | undefined): Uint8Array {
	if (before === undefined) return data;
	const changed: number[] = [];
	for (let at = 0; at < data.length; at += 4) {
		if (!isEqual(data, before, at)) changed.push(data[at]!, data[at + 1]!, data[at + 2]!, 255);
	}
	return changed.length === 0 ? data.subarray(0, 4) : Uint8Array.from(changed);
}

function keepWhatIsEqual(index: Uint8Array, data: Buffer, before: Buffer): void {
	for (let pixel = 0; pixel < index.length; pixel += 1) {
		if (isEqual(data, before, pixel * 4)) index[pixel] = COLOURS;
	}
}
