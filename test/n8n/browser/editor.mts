import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { n8n } from '../support.mts';
import { areaOf, around, within } from './area.mts';
import type { Area } from './area.mts';
import { launchChromium, openPage, signIn } from './chromium.mts';
import type { Theme } from './chromium.mts';
import { NodePanel } from './nodePanel.mts';
import type { SavedWorkflow } from './workflows.mts';

/** Room for the captions below the nodes. */
const CANVAS_MARGIN_PX = 72;
const STILL_MS = 250;

/** n8n's editor in Chromium, signed in as the owner. */
export class Editor {
	readonly page: Page;
	readonly #browser: Browser;

	private constructor(browser: Browser, page: Page) {
		this.#browser = browser;
		this.page = page;
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

	/** Makes the whole workflow fit the window. @returns where its nodes and notes are then */
	async fitCanvas(): Promise<Area> {
		await this.page.keyboard.press('1');
		await settled(this.page.getByTestId('canvas-node').last());
		const nodes = await this.page.locator('.vue-flow__node').all();
		const canvas = await areaOf(this.page.getByTestId('canvas'));
		return within(canvas, around(await Promise.all(nodes.map(areaOf)), CANVAS_MARGIN_PX));
	}

	/** Where these nodes of the workflow that is shown are in the window. */
	async nodesArea(names: string[], margin: number): Promise<Area> {
		const nodes = names.map((name) => this.#node(name));
		return around(await Promise.all(nodes.map(areaOf)), margin);
	}

	/** Opens a node's panel, as a double click on it does. */
	async openNode({ id, nodes }: SavedWorkflow, name: string): Promise<NodePanel> {
		const node = nodes.find((candidate) => candidate.name === name);
		if (node === undefined) throw new Error(`The workflow has no node "${name}"`);
		await this.page.goto(`${n8n.editorUrl(id)}/${encodeURIComponent(node.id)}`);
		return await NodePanel.opened(this.page);
	}

	/** Opens the panel of a node of the workflow that is shown, which takes less long. */
	async openNodeOnCanvas(name: string): Promise<NodePanel> {
		await this.#node(name).dblclick();
		return await NodePanel.opened(this.page);
	}

	#node(name: string): Locator {
		return this.page.getByTestId('canvas-node').filter({ has: this.page.getByText(name, { exact: true }) });
	}

	/** Types into the list of all nodes, which answers after a moment. */
	async searchNodes(words: string): Promise<void> {
		const bar = this.page.getByTestId('node-creator-search-bar');
		if (!(await bar.isVisible())) await this.page.getByTestId('node-creator-plus-button').click();
		await bar.fill(words);
	}

	/** @returns names of the nodes that the list shows at present, best first */
	async offeredNodes(): Promise<string[]> {
		return await this.#offered.allInnerTexts();
	}

	/**
	 * Looks a node up in the list of all nodes and puts it onto the canvas.
	 * @param action which one, as the list shows it
	 */
	async addNode(name: string, action: string): Promise<NodePanel> {
		await this.searchNodes(name);
		await this.#offered.getByText(name, { exact: true }).first().click();
		return await this.addAction(action);
	}

	/** Takes one of the actions that the list shows of a node. */
	async addAction(action: string): Promise<NodePanel> {
		await this.page.getByTestId('node-creator').getByText(action, { exact: true }).click();
		return await NodePanel.opened(this.page);
	}

	get #offered(): Locator {
		return this.page.getByTestId('node-creator').getByTestId('node-creator-item-name');
	}

	/** Clicks "Execute workflow". */
	async execute(): Promise<void> {
		await this.page.getByTestId('execute-workflow-button').click();
	}

	/** Clicks the stop button. */
	async stop(): Promise<void> {
		await this.page.getByTestId('stop-execution-button').click();
	}
}

/** Waits until a thing has stopped moving. */
async function settled(thing: Locator): Promise<void> {
	for (let before = ''; ; await pause(STILL_MS)) {
		const now = JSON.stringify(await areaOf(thing));
		if (now === before) return;
		before = now;
	}
}
