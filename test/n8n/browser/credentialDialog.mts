import type { Locator, Page } from 'playwright-core';
import { areaOf } from './area.mts';
import type { Area } from './area.mts';

const SPACE_BELOW_PX = 24;
const NOT_CONNECTED = 'Couldn’t connect with these settings';

/** The dialog for one credential. */
export class CredentialDialog {
	readonly page: Page;
	readonly #dialog: Locator;

	private constructor(page: Page) {
		this.page = page;
		this.#dialog = page.getByTestId('credential-edit-dialog');
	}

	static async opened(page: Page): Promise<CredentialDialog> {
		const dialog = new CredentialDialog(page);
		await dialog.#dialog.waitFor();
		return dialog;
	}

	/** @param name of the credential's field */
	async fill(name: string, value: string): Promise<void> {
		const input = this.#field(name);
		await input.fill(value);
		await input.blur();
	}

	/** @param name of a credential's switch that is off */
	async turnOn(name: string): Promise<void> {
		await this.#dialog.getByTestId(`parameter-input-${name}`).locator('.el-switch').click();
	}

	/** Clicks "Save": n8n saves and tests. */
	async save(): Promise<void> {
		await this.page.getByTestId('credential-save-button').click();
	}

	/** Waits until the test of the credential turned out badly, with this sentence behind "More details". */
	async refused(sentence: string): Promise<void> {
		await this.#dialog.getByText(NOT_CONNECTED).waitFor();
		const more = this.#dialog.getByText('More details');
		if (await more.isVisible()) await more.click();
		await this.#dialog.getByText(sentence).waitFor();
	}

	/** Waits until the dialog closed by itself, as it does after a test that turned out well. */
	async closed(): Promise<void> {
		await this.#dialog.waitFor({ state: 'hidden' });
	}

	/** Waits for the green result that the dialog of a saved credential shows. */
	async tested(): Promise<void> {
		await this.#dialog.getByTestId('credentials-config-container-test-success').waitFor();
	}

	/** Where the dialog is in the window, as far as its form reaches, for a picture. */
	async area(): Promise<Area> {
		const dialog = await areaOf(this.page.locator('.el-dialog').filter({ has: this.#dialog }));
		const form = await areaOf(this.#dialog.getByTestId('node-credentials-config-container'));
		return { ...dialog, height: form.y + form.height - dialog.y + SPACE_BELOW_PX };
	}

	#field(name: string): Locator {
		return this.#dialog.getByTestId(`parameter-input-${name}`).locator('input, textarea').first();
	}
}
