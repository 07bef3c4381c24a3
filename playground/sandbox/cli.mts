import { parseArgs } from 'node:util';
import { CHAT_MODEL_KEY, startSandbox } from './index.mts';
import type { Sandbox } from './index.mts';

const { values } = parseArgs({
	options: { port: { type: 'string', short: 'p', default: '4010' }, help: { type: 'boolean', short: 'h' } },
});

if (values.help) {
	process.stdout.write('Usage: npm run sandbox -- [--port 4010]\n');
} else {
	await run(Number(values.port));
}

async function run(port: number): Promise<void> {
	if (!Number.isInteger(port) || port < 0 || port > 65_535) {
		process.stderr.write('The port must be a number from 0 to 65535.\n');
		process.exitCode = 1;
		return;
	}
	try {
		const sandbox = await startSandbox({ port, serviceAccount: true });
		process.stdout.write(instructions(sandbox));
		const end = () => {
			void sandbox.close().then(() => process.stdout.write('\nSandbox closed.\n'));
		};
		process.once('SIGINT', end);
		process.once('SIGTERM', end);
	} catch (error) {
		const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
		process.stderr.write(
			inUse
				? `Port ${port} is in use. Choose another one: npm run sandbox -- --port ${port + 1}\n`
				: `The sandbox could not start: ${error instanceof Error ? error.message : String(error)}\n`,
		);
		process.exitCode = 1;
	}
}

function instructions({ url, tokenUrl, chatModelUrl }: Sandbox): string {
	return `The sandbox listens on ${url}

Pushwoosh API credential
  API Token         SERVER_TOKEN
  Device Token      DEVICE_TOKEN
  Base URL          ${url}
  Journey URL       ${url}

Google FCM service account credential
  Private Key       paste the whole JSON from ${url}/__sandbox/service-account.json
  Instance ID URL   ${url}
  FCM URL           ${url}
  Token URL         ${tokenUrl}

OpenAI credential, for a stand-in of a chat model
  API Key           ${CHAT_MODEL_KEY}
  Base URL          ${chatModelUrl}

See what arrives    ${url}/  (in a browser)
Look inside         ${url}/__sandbox/state  ${url}/__sandbox/log
End it              Ctrl-C
`;
}
