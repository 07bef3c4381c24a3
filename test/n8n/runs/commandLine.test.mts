import { describe, expect, it, beforeEach } from 'vitest';
import { installN8n } from '../../../playground/n8n/installation.mts';
import { N8nServer } from '../../../playground/n8n/server.mts';
import { rows, saveWorkflow, START } from '../browser/workflows.mts';
import { freePort } from '../globalSetup.mts';
import { freshSandbox, sandbox, userFolder } from '../support.mts';

beforeEach(freshSandbox);

describe('n8n execute --id', () => {
	it('runs a workflow from the command line', async () => {
		const { id } = await saveWorkflow('Command line', [
			START,
			rows('Contacts', [{ token: 'ana-phone:APA91bExampleToken' }, { token: 'ben-phone:APA91bExampleToken' }]),
			{ name: 'Subscribe', type: 'topicBatch', parameters: { topic: 'night', registrationIds: '={{ $json.token }}' } },
		]);
		const n8n = new N8nServer(await installN8n(() => {}), { userFolder, port: await freePort(2), tarball: '' });
		const output = await n8n.command('execute', `--id=${id}`, '--rawOutput');
		console.log(output.slice(0, 3000));
		expect(await sandbox.subscribers('night')).toEqual(['ana-phone:APA91bExampleToken']);
	});
});
