import type { Locator } from 'playwright-core';
import { areaOf } from './area.mts';
import type { Area } from './area.mts';

/** The right pane of a node's panel: what came out of it. */
export class OutputPane {
	readonly #pane: Locator;

	constructor(pane: Locator) {
		this.#pane = pane;
	}

	/** Waits until the node has run, well or not. */
	async filled(): Promise<void> {
		await this.#pane.locator('[data-test-id^=node-run-status]').first().waitFor();
	}

	/** The execution hints, from top to bottom. */
	async hints(): Promise<string[]> {
		return await this.#pane.getByTestId('node-hint').allInnerTexts();
	}

	/** How the node failed: the title and the advice below it. */
	async failure(): Promise<{ title: string; advice: string }> {
		const title = await this.#pane.getByTestId('node-error-message').innerText();
		const advice = await this.#pane.getByTestId('node-error-description').innerText();
		return { title, advice };
	}

	/** The captions of the branches with their counts, where the node has an error output. */
	async branches(): Promise<string[]> {
		return await this.#pane.getByTestId('branches').locator('[data-test-id^=tab-]').allInnerTexts();
	}

	async showBranch(caption: string): Promise<void> {
		await this.#pane.getByTestId('branches').getByText(caption).click();
	}

	/** The table as it is shown: the captions of the columns, then a row per item. */
	async table(): Promise<string[][]> {
		const rows = this.#pane.getByTestId('ndv-data-container').locator('table tr');
		await rows.first().waitFor();
		const cells = await rows.evaluateAll((elements) =>
			elements.map((row) =>
				[...row.querySelectorAll('th, td')].map((cell) => (cell as HTMLElement).innerText.trim()),
			),
		);
		// n8n ends the table with an empty column.
		const columns = cells[0]!.filter((caption) => caption !== '').length;
		return cells.map((row) => row.slice(0, columns));
	}

	/** Where the pane is in the window, for a picture. */
	async area(): Promise<Area> {
		return await areaOf(this.#pane);
	}
}
