import { chromium, selectors } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { OWNER } from '../../../playground/n8n/api.mts';

export type Theme = 'light' | 'dark';

/** Wide enough for the three panes of a node, and tall enough for most forms. */
export const WINDOW = { width: 1280, height: 900 };
const PATIENCE_MS = 20_000;

// n8n's own tests find things by this attribute.
selectors.setTestIdAttribute('data-test-id');

/** Chromium without a window. `npm run test:n8n` says where it is and installs it when it is missing. */
export async function launchChromium(): Promise<Browser> {
	return await chromium.launch({
		executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
		args: ['--force-device-scale-factor=1', '--font-render-hinting=none', '--hide-scrollbars'],
	});
}

/** A page of its own cookies in English, in UTC, with the given theme: n8n follows the system's. */
export async function openPage(browser: Browser, theme: Theme): Promise<Page> {
	const context = await browser.newContext({
		viewport: WINDOW,
		colorScheme: theme,
		locale: 'en-US',
		timezoneId: 'UTC',
		reducedMotion: 'reduce',
	});
	context.setDefaultTimeout(PATIENCE_MS);
	return await context.newPage();
}

/** Signs the playground's owner in through n8n's own page. */
export async function signIn(page: Page, n8nUrl: string): Promise<void> {
	await page.goto(`${n8nUrl}/signin`);
	await page.locator('input[name=emailOrLdapLoginId]').fill(OWNER.email);
	await page.locator('input[name=password]').fill(OWNER.password);
	await page.getByTestId('form-submit-button').click();
	await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
}
