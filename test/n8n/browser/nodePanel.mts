import type { Locator, Page } from 'playwright-core';
import { CredentialDialog } from './credentialDialog.mts';

/** The panel of one node: input, form, output. */
export class NodePanel {
	readonly page: Page;
	readonly #panel: Locator;
	readonly output: Locator;

	private constructor(page: Page) {
		this.page = page;
		this.#panel = page.getByTestId('ndv');
		this.output = page.getByTestId('output-panel');
	}

	static async opened(page: Page): Promise<NodePanel> {
		const panel = new NodePanel(page);
		await panel.#panel.waitFor();
		await panel.#panel.getByTestId('node-parameters').waitFor();
		return panel;
	}

	async close(): Promise<void> {
		await this.page.getByTestId('ndv-close-button').click();
		await this.#panel.waitFor({ state: 'hidden' });
	}

	/** A field of the form. @param path as stored, e.g. `additionalFields.title` */
	field(path: string): Locator {
		return this.#panel.locator(`[data-parameter-path="parameters.${path}"]`);
	}

	/** Labels of the form in the order in which they stand there. */
	async labels(): Promise<string[]> {
		const labels = this.#panel.getByTestId('node-parameters').getByTestId('input-label');
		return (await labels.allInnerTexts()).map((label) => label.trim().split('\n')[0]!);
	}

	async fill(path: string, text: string): Promise<void> {
		const input = this.field(path).locator('input, textarea').first();
		await input.fill(text);
		await input.blur();
	}

	/** Chooses from a drop-down by the name shown. */
	async choose(path: string, name: string): Promise<void> {
		await this.field(path).click();
		await this.#pick(name);
	}

	async toggle(path: string): Promise<void> {
		await this.field(path).locator('.el-switch').click();
	}

	/** Opens the list of a resource locator. @returns what it offers for these words */
	async searchList(path: string, words: string): Promise<string[]> {
		const field = this.field(path);
		await field.getByTestId('rlc-input').click();
		const search = this.page.getByTestId('rlc-search').locator('input');
		await search.fill(words);
		// The list is asked from the service again after a pause in typing.
		await this.page.waitForTimeout(700);
		const items = this.page.getByTestId('rlc-item');
		await items.first().waitFor();
		return await items.allInnerTexts();
	}

	/** Takes one of what the open list offers. */
	async pickFromList(name: string): Promise<void> {
		await this.page.getByTestId('rlc-item').getByText(name, { exact: true }).click();
	}

	/** "Add Field", "Add Option" …: adds a member to a collection. @param path of the collection, empty at the top level */
	async add(button: string, name?: string): Promise<void> {
		await this.#panel.getByTestId('node-parameters').getByText(button, { exact: true }).click();
		if (name !== undefined) await this.#pick(name);
	}

	async #pick(name: string): Promise<void> {
		const options = this.page.locator('.el-select-dropdown__item:visible');
		await options.filter({ has: this.page.getByText(name, { exact: true }) }).click();
	}

	async openCredential(): Promise<CredentialDialog> {
		await this.page.getByTestId('credential-edit-button').click();
		return await CredentialDialog.opened(this.page);
	}

	async newCredential(): Promise<CredentialDialog> {
		const first = this.#panel.getByTestId('node-credentials-empty-state');
		const list = this.#panel.getByTestId('node-credentials-select');
		await first.or(list).waitFor();
		if (await first.isVisible()) {
			await first.getByRole('button').click();
		} else {
			await list.click();
			await this.page.getByTestId('node-credentials-select-item-new').click();
		}
		return await CredentialDialog.opened(this.page);
	}

	/** Clicks "Execute step" and waits for the end of it, good or bad. */
	async execute(): Promise<void> {
		const button = this.page.getByTestId('node-execute-button');
		await button.click();
		await this.output.locator('[data-test-id^=node-run-status], [data-test-id=node-error-view]').first().waitFor();
	}

	/** The execution hints beside the output. */
	async hints(): Promise<string[]> {
		return await this.output.getByTestId('node-hint').allInnerTexts();
	}

	/** The form with its head, for a picture. */
	async formArea() {
		const form = this.#panel.getByTestId('node-parameters');
		const box = await form.boundingBox();
		return box!;
	}
}
