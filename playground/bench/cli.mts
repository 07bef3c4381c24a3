// Measures the package beside what users have without it, prints tables, and writes docs/performance.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { bothServices } from './findings/bothServices.mts';
import { toConsole } from './findings/consoleTable.mts';
import { drawGrowth, writeDocument } from './findings/document.mts';
import {
	againstClients,
	againstToday,
	aimsTable,
	expectations,
	growthTable,
	memoryInN8n,
} from './findings/tables.mts';
import { kept } from './findings/kept.mts';
import { jobOf } from './jobs/index.mts';
import { faultySends, sends } from './findings/sends.mts';
import { runEngineRounds } from './measure/engineRounds.mts';
import { runN8nRounds } from './measure/n8nRounds.mts';
import { engineTasks, n8nTasks } from './measure/plan.mts';
import { Samples } from './measure/sample.mts';

const HELP = `Usage: npm run bench -- [--quick] [--jobs set-tags,…] [--rounds 3] [--package folder]

  --quick      one round without the real n8n and without the long runs; writes nothing
  --jobs       these alone, by their IDs; writes nothing
  --rounds     how often everything is measured
  --package    folder of another build of the package, to compare
`;
const PLOT = 'performance-growth.svg';
const root = new URL('../../', import.meta.url);

const { values } = parseArgs({
	options: {
		quick: { type: 'boolean', default: false },
		jobs: { type: 'string' },
		rounds: { type: 'string' },
		package: { type: 'string', default: fileURLToPath(root) },
		help: { type: 'boolean', short: 'h', default: false },
	},
});
const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));

if (values.help) process.stdout.write(HELP);
else if (!existsSync('/proc/self/clear_refs'))
	fail('The benchmark reads memory and CPU time from /proc: run it on Linux.');
else if (!Number.isInteger(rounds) || rounds < 1) fail(`The number of rounds must be 1 or more.\n\n${HELP}`);
else await measure(values.quick);

async function measure(quick: boolean): Promise<void> {
	const samples = new Samples();
	const started = performance.now();
	const report = (line: string) => console.error(`${minutes(started)}  ${line}`);
	const options = { packageDir: values.package, rounds, report };
	const wanted = values.jobs?.split(',').map((id) => jobOf(id).id);
	const isWanted = ({ job }: { job: string }) => wanted?.includes(job) ?? true;
	await runEngineRounds(engineTasks(quick).filter(isWanted), samples, options);
	if (!quick) await runN8nRounds(n8nTasks().filter(isWanted), samples, options);

	const inN8n = quick ? [] : [againstToday, memoryInN8n];
	const services = quick ? [] : [kept, bothServices, sends, faultySends];
	for (const table of [expectations, ...inN8n, againstClients, ...services, growthTable, aimsTable])
		console.log(toConsole(table(samples)));
	console.log(`\nMedians of ${rounds} rounds, measured in ${minutes(started)} minutes.`);
	if (quick || wanted) return;
	writeFileSync(new URL(`docs/${PLOT}`, root), await drawGrowth(samples));
	writeFileSync(
		new URL('docs/performance.md', root),
		writeDocument(samples, { n8nVersion: n8nVersion(), rounds, plot: PLOT }),
	);
	console.log(`Written: docs/performance.md and docs/${PLOT}`);
}

function n8nVersion(): string {
	const file = readFileSync(new URL('playground/n8n/package.json', root), 'utf8');
	return (JSON.parse(file) as { dependencies: { n8n: string } }).dependencies.n8n;
}

function minutes(since: number): string {
	const seconds = Math.round((performance.now() - since) / 1000);
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function fail(message: string): void {
	console.error(message);
	process.exitCode = 1;
}
