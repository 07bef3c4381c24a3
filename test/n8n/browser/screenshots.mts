import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Area } from './area.mts';

const committed = fileURLToPath(new URL('../../../docs/images', import.meta.url));
/** Pictures of a run that isn't meant to change the documentation. */
const looked = join(tmpdir(), 'n8n-nodes-pushwoosh-fcm-screenshots');
const updating = process.env.UPDATE_SCREENSHOTS === '1';

const LARGEST_BYTES = 200_000;
/** Less than a field of a form, more than what another version of Chromium or of a font changes. */
const SAME_HEIGHT_PX = 45;

/** What moves, covers or invites without having to do with the picture: n8n's own messages, help and controls. */
const CALM = `
	.el-notification, .el-popper.is-dark, [data-test-id=floating-nodes], [data-test-id=node-feature-request],
	[data-test-id=instance-ai-canvas-action-button], [data-test-id=credential-edit-instance-ai-help-button],
	[data-test-id=node-error-view-instance-ai-button], [data-test-id=ask-assistant-button], [data-test-id=canvas-controls],
	[data-test-id=canvas-minimap], [data-test-id=execute-workflow-button], [data-test-id=node-creator-plus-button],
	[data-test-id=command-bar-button], [data-test-id=add-sticky-button], [data-test-id=toggle-focus-panel-button] { display: none !important }
	.el-dialog { max-height: none !important }
	*, ::before, ::after { transition: none !important; animation: none !important; caret-color: transparent !important }
`;

/** A part of the page as an address that an `<img>` takes: for pages that let nobody add a style, or to put parts side by side. */
export async function cutOut(page: Page, clip: Area): Promise<string> {
	const picture = await page.screenshot({ clip, animations: 'disabled' });
	return `data:image/png;base64,${picture.toString('base64')}`;
}

/**
 * Takes a picture for the documentation. With `npm run test:n8n -- --update` it is written to docs/images, else to a
 * folder for temporary files, and the picture in docs/images must be there and of about the same size: a form with a
 * field more is taller.
 * @param name file name without `.png`, with `/` for folders
 * @param measure says which part of the window, once everything is calm
 */
export async function takePicture(page: Page, name: string, measure: () => Promise<Area>): Promise<void> {
	const style = await page.addStyleTag({ content: CALM });
	await page.mouse.move(0, 0);
	await page.evaluate(async () => await document.fonts.ready);
	const picture = await page.screenshot({ clip: await measure(), caret: 'hide', animations: 'disabled' });
	await style.evaluate((element) => (element as Element).remove());

	expect(picture.length, `${name}.png in bytes`).toBeLessThan(LARGEST_BYTES);
	const kept = join(committed, `${name}.png`);
	const target = updating ? kept : join(looked, `${name}.png`);
	mkdirSync(dirname(target), { recursive: true });
	writeFileSync(target, picture);

	expect(existsSync(kept), `docs/images/${name}.png is there (npm run test:n8n -- --update writes it)`).toBe(
		true,
	);
	const [before, now] = [sizeOf(readFileSync(kept)), sizeOf(picture)];
	const outdated = `docs/images/${name}.png is out of date: npm run test:n8n -- --update`;
	expect(now.width, outdated).toBe(before.width);
	expect(Math.abs(now.height - before.height), outdated).toBeLessThan(SAME_HEIGHT_PX);
}

/** From the header of a PNG file. */
function sizeOf(png: Buffer): { width: number; height: number } {
	return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}
