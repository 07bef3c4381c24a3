import type { Browser, Page } from 'playwright-core';
import { n8n } from '../support.mts';
import { launchChromium, openPage, signIn } from './chromium.mts';
import type { Theme } from './chromium.mts';
import { NodePanel } from './nodePanel.mts';
import type { SavedWorkflow } from './workflows.mts';

/** n8n's editor in Chromium, signed in as the owner. */
export class Editor {
	readonly page: Page;
	readonly #browser: Browser;

	private constructor(browser: Browser, page: Page) {
		this.#browser = browser;
		this.page = page;
		// Tests find things as n8n's own tests do.
	}

	static async open(theme: Theme = 'light'): Promise<Editor> {
		const browser = await launchChromium();
		try {
			const page = await openPage(browser, theme);
			await signIn(page, n8n.url);
			return new Editor(browser, page);
		} catch (error) {
			await browser.close();
			throw error;
		}
	}

	async close(): Promise<void> {
		await this.#browser.close();
	}

	/** Opens an empty workflow, which n8n saves with its first change. */
	async newWorkflow(): Promise<void> {
		await this.page.goto(`${n8n.url}/workflow/new`);
		await this.page.getByTestId('canvas-add-button').waitFor();
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(n8n.editorUrl(id));
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	/** Opens a node's panel, as a double click on it does. */
	async openNode({ id, nodes }: SavedWorkflow, name: string): Promise<NodePanel> {
		const node = nodes.find((candidate) => candidate.name === name);
		if (node === undefined) throw new Error(`The workflow has no node "${name}"`);
		await this.page.goto(`${n8n.editorUrl(id)}/${encodeURIComponent(node.id)}`);
		return await NodePanel.opened(this.page);
	}

	/** Types into the list of all nodes. @returns the names that it offers then, best first */
	async searchNodes(words: string): Promise<string[]> {
		const creator = this.page.getByTestId('node-creator');
		if (!(await creator.isVisible())) await this.page.getByTestId('node-creator-plus-button').click();
		const bar = creator.getByTestId('node-creator-search-bar');
		await bar.fill(words);
		const names = creator.getByTestId('node-creator-item-name');
		await names.first().waitFor();
		return await names.allInnerTexts();
	}

	/** Looks a node up in the list of all nodes and puts it onto the canvas, with its first action where it has several. */
	async addNode(words: string, name: string, action?: string): Promise<NodePanel> {
		await this.searchNodes(words);
		const creator = this.page.getByTestId('node-creator');
		await creator.getByTestId('node-creator-item-name').getByText(name, { exact: true }).first().click();
		if (action !== undefined) await creator.getByText(action, { exact: true }).click();
		return await NodePanel.opened(this.page);
	}

	/** Clicks "Execute workflow". */
	async execute(): Promise<void> {
		await this.page.getByTestId('execute-workflow-button').click();
	}

	/** The workflow's ID, once n8n has saved it. */
	async savedId(): Promise<string> {
		await this.page.waitForURL(/\/workflow\/(?!new)[^/?]+/);
		return new URL(this.page.url()).pathname.split('/')[2]!;
	}
}
