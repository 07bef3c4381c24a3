import type { Locator, Page } from 'playwright-core';
import { areaOf } from './area.mts';
import type { Area } from './area.mts';
import { CredentialDialog } from './credentialDialog.mts';
import { OutputPane } from './outputPane.mts';

const SPACE_BELOW_PX = 20;

/** The panel of one node: input, form, output. */
export class NodePanel {
	readonly page: Page;
	readonly output: OutputPane;
	readonly #panel: Locator;
	readonly #form: Locator;

	private constructor(page: Page) {
		this.page = page;
		this.#panel = page.getByTestId('ndv');
		this.#form = this.#panel.getByTestId('node-parameters');
		this.output = new OutputPane(page.getByTestId('output-panel'));
	}

	static async opened(page: Page): Promise<NodePanel> {
		const panel = new NodePanel(page);
		await panel.#form.getByTestId('input-label').first().waitFor();
		return panel;
	}

	async close(): Promise<void> {
		await this.page.getByTestId('ndv-close-button').click();
		await this.#panel.waitFor({ state: 'hidden' });
	}

	/** A field of the form. @param path as stored, e.g. `message.imageUrl` */
	field(path: string): Locator {
		return this.#panel.locator(`[data-parameter-path="parameters.${path}"]`);
	}

	/** Labels that the form shows, from top to bottom. */
	async labels(): Promise<string[]> {
		const labels = await this.#form.getByTestId('input-label').filter({ visible: true }).allInnerTexts();
		return labels.map((label) => label.trim().split('\n')[0]!);
	}

	/** The notices that the form shows. */
	async notices(): Promise<string[]> {
		return await this.#form.getByRole('alert').filter({ visible: true }).allInnerTexts();
	}

	async fill(path: string, text: string): Promise<void> {
		const input = this.field(path).locator('input, textarea').first();
		await input.fill(text);
		await input.blur();
	}

	/** Chooses from a drop-down by the name shown. */
	async choose(path: string, name: string): Promise<void> {
		const field = this.field(path);
		await field.click();
		await this.#pick(name);
		await this.page.waitForFunction(
			([path, name]) =>
				document.querySelector<HTMLInputElement>(`[data-parameter-path="parameters.${path}"] input`)
					?.value === name,
			[path, name],
		);
	}

	/** Adds a member to a collection. @param button what stands on it, e.g. "Add Option" */
	async add(button: string, name: string): Promise<void> {
		await this.#form.getByPlaceholder(button, { exact: true }).click();
		await this.#pick(name);
	}

	/** Adds a group to a list of them. @param button what stands on it, e.g. "Add Translation" */
	async addGroup(button: string): Promise<void> {
		await this.#form.getByTestId('fixed-collection-add').getByText(button, { exact: true }).click();
	}

	async #pick(name: string): Promise<void> {
		const options = this.page.locator('.el-select-dropdown__item').filter({ visible: true });
		await options.filter({ has: this.page.getByText(name, { exact: true }) }).click();
	}

	/** Opens the list of a resource locator and types into its search. */
	async searchList(path: string, words: string): Promise<void> {
		const search = this.page.getByTestId('rlc-search').filter({ visible: true });
		if (!(await search.isVisible())) await this.field(path).getByTestId('rlc-input').click();
		await search
			.locator('input')
			.or(search.and(this.page.locator('input')))
			.fill(words);
	}

	/** What the open list offers at present. */
	async listed(): Promise<string[]> {
		return await this.page.getByTestId('rlc-item').filter({ visible: true }).allInnerTexts();
	}

	/** Takes one of what the open list offers. */
	async pickFromList(name: string): Promise<void> {
		await this.page
			.getByTestId('rlc-item')
			.filter({ visible: true })
			.getByText(name, { exact: true })
			.click();
	}

	/** Chooses one of the credentials by its name. */
	async chooseCredential(name: string): Promise<void> {
		await this.#form.getByTestId('node-credentials-select').click();
		const items = this.page.locator('[data-test-id^=node-credentials-select-item]').filter({ visible: true });
		await items.getByText(name, { exact: true }).click();
	}

	/** Names of the credentials that the form lets choose from. */
	async offeredCredentials(): Promise<string[]> {
		const list = this.#form.getByTestId('node-credentials-select');
		await list.click();
		const items = this.page.locator('[data-test-id^=node-credentials-select-item]').filter({ visible: true });
		await items.last().waitFor();
		const names = await items.allInnerTexts();
		await list.click();
		await items.last().waitFor({ state: 'hidden' });
		return names.map((name) => name.split('\n')[0]!);
	}

	/** Opens the dialog of the credential that is chosen. */
	async openCredential(): Promise<CredentialDialog> {
		await this.#form.getByTestId('credential-edit-button').click();
		return await CredentialDialog.opened(this.page);
	}

	/** "Create new credential"; where there is none yet, n8n shows a button of its own for it. */
	async newCredential(): Promise<CredentialDialog> {
		const first = this.#form.getByTestId('node-credentials-empty-state').getByRole('button');
		const list = this.#form.getByTestId('node-credentials-select');
		await first.or(list).waitFor();
		if (await first.isVisible()) {
			await first.click();
		} else {
			await list.click();
			await this.page.getByTestId('node-credentials-select-item-new').click();
		}
		return await CredentialDialog.opened(this.page);
	}

	/** "Execute step". */
	get executeButton(): Locator {
		return this.page.getByTestId('node-execute-button');
	}

	/** Clicks "Execute step" and waits for its end, good or bad. */
	async execute(): Promise<void> {
		await this.executeButton.click();
		await this.output.filled();
	}

	/** Where the form is in the window, with its head and as far as it reaches, for a picture. */
	async formArea(): Promise<Area> {
		const form = await areaOf(this.#form.locator('xpath=..'));
		const bottoms = await this.#form.evaluate((element) =>
			[...element.children]
				.filter(
					(child) => child.checkVisibility() && child.getAttribute('data-test-id') !== 'node-feature-request',
				)
				.map((child) => child.getBoundingClientRect().bottom),
		);
		return { ...form, height: Math.max(...bottoms) - form.y + SPACE_BELOW_PX };
	}

	/** Where the whole panel is in the window. */
	async area(): Promise<Area> {
		return await areaOf(this.#panel);
	}
}
