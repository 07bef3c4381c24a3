import type { IRunExecutionData } from 'n8n-workflow';
import { beforeEach, describe, expect, it } from 'vitest';
import { installN8n } from '../../../playground/n8n/installation.mts';
import { N8nServer } from '../../../playground/n8n/server.mts';
import { rows, saveWorkflow, START } from '../browser/workflows.mts';
import { freePort } from '../../../playground/n8n/freePort.mts';
import { SETTINGS } from '../globalSetup.mts';
import { freshSandbox, sandbox, userFolder } from '../support.mts';

beforeEach(freshSandbox);

describe('n8n execute --id', () => {
	it('runs a workflow from the command line', async () => {
		const { id } = await saveWorkflow('Command line', [
			START,
			rows('Contacts', [
				{ token: 'ana-phone:APA91bExampleToken' },
				{ token: 'ben-phone:APA91bExampleToken' },
			]),
			{
				name: 'Subscribe',
				type: 'topicBatch',
				parameters: { service: 'instanceId', topic: 'night', registrationIds: '={{ $json.token }}' },
			},
		]);
		const n8n = new N8nServer(await installN8n(() => {}), {
			userFolder,
			port: await freePort(2),
			tarball: 'is installed there already',
			settings: SETTINGS,
		});
		const output = await n8n.command('execute', `--id=${id}`, '--rawOutput');

		const { data } = JSON.parse(output.slice(output.indexOf('\n{') + 1)) as { data: IRunExecutionData };
		const [run] = data.resultData.runData.Subscribe!;
		expect(run!.executionStatus).toBe('success');
		expect(run!.data!.main[0]!.map(({ json }) => json.success)).toEqual([true, false]);
		expect(run!.hints!.map(({ message }) => message)).toContain(
			'1 of 2 devices subscribed to night; 1 no longer registered; 1 request',
		);
		expect(await sandbox.subscribers('night')).toEqual(['ana-phone:APA91bExampleToken']);
	});
});
