import type { Locator, Page } from 'playwright-core';

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

	async fill(name: string, value: string): Promise<void> {
		const input = this.page.getByTestId(`parameter-input-${name}`).locator('input, textarea').first();
		await input.fill(value);
		await input.blur();
	}
}
