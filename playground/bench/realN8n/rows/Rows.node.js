// A node of the benchmark's n8n that stands for a table: n8n loads it as a custom extension, hence its form and name.
const { jobOf } = require('../../jobs/index.mts');

class Rows {
	description = {
		displayName: 'Rows',
		name: 'rows',
		group: ['input'],
		version: 1,
		description: 'Emits as many rows of a job as the webhook call asks for',
		defaults: { name: 'Rows' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [{ displayName: 'Job', name: 'job', type: 'string', default: '' }],
	};

	async execute() {
		const { row } = jobOf(this.getNodeParameter('job', 0));
		const items = Number(this.getInputData()[0].json.query.items);
		return [Array.from({ length: items }, (_, index) => ({ json: row(index), pairedItem: { item: 0 } }))];
	}
}

module.exports = { Rows };
