import { availableParallelism, totalmem } from 'node:os';

import { jobOf } from '../jobs/index.mts';
import { rampMs } from '../jobs/fcmSend.mts';
import { GROWTH_JOBS, GROWTH_SIZES, LATENCY_MS } from '../measure/plan.mts';
import type { Figure, Samples } from '../measure/sample.mts';
import { judgeAims } from './aims.mts';
import { bothServices } from './bothServices.mts';
import { choices, expressionCost } from './choices.mts';
import { kept } from './kept.mts';
import { duration } from './format.mts';
import { faultySends, sends } from './sends.mts';
import { drawPanels, type Panel } from './plot.mts';
import {
	againstClients,
	againstToday,
	aimsTable,
	expectations,
	growthTable,
	memoryInN8n,
	type Table,
} from './tables.mts';

export interface Circumstances {
	n8nVersion: string;
	rounds: number;
	/** File name of the plot, beside the document. */
	plot: string;
}

/** `docs/performance.md`: written for users, all numbers from one run. */
export function writeDocument(samples: Samples, { n8nVersion, rounds, plot }: Circumstances): string {
	const findings = judgeAims(samples);
	const missed = findings.filter(({ reached }) => reached === false);
	return `# Performance

What to expect for your table, and how it compares with what you would build in n8n without this package. The page is written by
\`npm run bench\`: all numbers come from one run on one machine, against a stand-in of both services on the same machine. Each is
the median of ${rounds} rounds in which all contestants took turns; the fastest and the slowest round stand in brackets. **Trust the ratios.**
Times on your machine will differ, and a real service adds its own: that is what the columns for ${LATENCY_MS} ms are for.

## What to choose

${toMarkdown(choices(samples))}

## What to expect

${toMarkdown(expectations(samples))}

- *Requests* are those to the service. n8n opens a connection for each, and one for signing in to Google once an hour.
- *Ideal* is the shortest time possible: requests ÷ concurrency × latency. What the node takes beyond it is its own work.
- *Memory added* is the most that n8n's process grew by. The largest part of it is the node's output, which n8n keeps until the execution ends.
- **What slows a node down is an expression.** A plain field such as \`{{ $json.token }}\` costs next to nothing. Anything else, such as
  \`news-{{ $json.language }}\`, is evaluated by n8n once per item: here ${expressionCost(samples)}. For very large tables make such a field in a node before.
- **Send Push keeps to 600 requests a minute**, which is Pushwoosh's limit. 10,000 different texts take 17 minutes at one message per
  request, whatever the machine. *Messages per Request* lets several travel together, but they succeed or fail together. The limit was raised for this page.
- With one text for all, or one topic, rows share requests and the limits are far away.

## Compared with what you would build today

In a real n8n ${n8nVersion}. *Chain* is a Code node that makes batches by hand, an HTTP Request node that sends them, and a Code node that makes
a result per row. The *HTTP Request node* alone sends one request per item, all of them at once: nothing holds it back,
so at ${LATENCY_MS} ms it can be faster than a node that keeps to its concurrency, and a service with a limit refuses what is too much.
Neither repeats anything, checks a row before sending, or tells one refused token from another. Times are those of the nodes compared, by n8n's own log.

${toMarkdown(againstToday(samples))}

${toMarkdown(memoryInN8n(samples))}

Memory counts n8n's process and the one that it starts for Code nodes. Where executions are saved, which is n8n's default, the highest moment is
n8n writing the execution, not the nodes. For tables of this size set *Save successful production executions* to *Do not save* in the workflow's settings.

## Beside clients without n8n

The same requests from a bare loop around [undici](https://undici.nodejs.org), the least that JavaScript can do, and from Google's own
[firebase-admin](https://github.com/firebase/firebase-admin-node) through its legacy methods, which use Instance ID. Neither reads items, removes duplicates, or keeps a result per token.

${toMarkdown(againstClients(samples))}

## Keep Connections

Where each row is a request of its own, the option *Keep Connections* sends all but the first over connections that stay open. Off, the node has 50 requests in flight; on, 500 for tokens
and messages, and 50 for look-ups. [When to switch it on](troubleshooting.md#keep-connections). That n8n could do the same for every node is shown in [n8n and its connections](n8n-connections.md).

${toMarkdown(kept(samples))}

## Instance ID and FCM

Google's successor of Instance ID takes a request for each token ([Moving from Instance ID to FCM](moving-to-fcm.md)). What that costs, by our node and by
firebase-admin, which talks to FCM over a single HTTP/2 connection with 100 requests in flight. n8n opens a new connection for each request of a node, and over TLS
the greetings take most of the time; the node has 50 requests in flight here (above: the same with connections kept). Reckon with seconds for thousands of tokens, and with minutes for tens of thousands.

${toMarkdown(bothServices(samples))}

firebase-admin writes HTTP/2's \`:scheme\` as \`https:\`, which Google's servers overlook and Node's refuse: it was mended on its way.

## Messages through FCM

One request per message, by our node and by firebase-admin's \`sendEach\` (lists of 500, one after the other, over a single HTTP/2 connection).
Our node begins with 1,000 messages a second and rises to its *Requests per Minute* (600,000) over a minute, as Google asks those who send much at once: 10,000 take
${duration(rampMs(10_000))} at least, whatever the connections. firebase-admin doesn't.

${toMarkdown(sends(samples))}

The same while every 100th call goes wrong: in turn 503 although the message was delivered, 429 for the device, 500 although it was delivered, and 503. Our node reports
what may have arrived as uncertain, and sends it again only where the user chose that.

${toMarkdown(faultySends(samples))}

## Growth

![Time, CPU time and memory by the number of items, straight lines](${plot})

An exponent of 1 means in step with the number of items, 2 with its square. Below 1 the fixed costs of a run still count.

${toMarkdown(growthTable(samples))}

## Aims

What the package set itself: ${findings.filter(({ reached }) => reached === true).length} of ${findings.length} reached${missed.length === 0 ? '' : `, ${missed.length} missed`} in this run.

${toMarkdown(aimsTable(samples))}

## How it was measured

- ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB of memory, Linux, Node.js ${process.versions.node}.
- The services run in a process of their own, without their rate limits. Their work shares the machine with the client's.
- In n8n's engine: n8n-core in a process of its own for each contestant, which does the job once with 1,000 rows before it is measured.
  Time is what n8n states for the node; CPU time and memory are those of the process. The run at ${LATENCY_MS} ms follows in the same process with
  the same access token, as runs within an hour do in n8n; memory is that of the run at 0 ms, which signs in.
- In the real n8n: the package is installed from its tarball, a webhook starts each workflow, and executions aren't saved unless a table says so. All
  contestants share one n8n, except for memory, where each run has a newly started one.
- A run counts only if every row got its result.
- \`npm run bench\` repeats all of it in about half an hour; \`npm run bench -- --quick\` is a fast look that writes nothing.
`;
}

/** The three panels of `docs/performance-growth.svg`. */
export async function drawGrowth(samples: Samples): Promise<string> {
	const panel = (title: string, figure: Figure, per: number): Panel => ({
		title,
		lines: GROWTH_JOBS.map((job) => ({
			label: jobOf(job).title,
			points: GROWTH_SIZES.flatMap((items) => {
				const value = samples.median(figure, { job, items, by: 'engine' });
				return value === undefined ? [] : [{ items, value: Math.max(0, value) / per }];
			}),
		})),
	});
	return await drawPanels([
		panel('Time in seconds', 'timeMs', 1000),
		panel('CPU time in seconds', 'cpuMs', 1000),
		panel('Memory added in MB', 'grownMb', 1),
	]);
}

function toMarkdown({ title, head, rows }: Table): string {
	const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [`**${title}**`, '', line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
