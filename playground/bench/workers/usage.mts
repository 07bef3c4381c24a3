import { readFileSync, writeFileSync } from 'node:fs';

/** What a piece of work took from its process. */
export interface Usage {
	/** Milliseconds. */
	cpuMs: number;
	/** Most memory of the whole process at any moment, in megabytes (VmHWM). */
	peakMb: number;
	/** How much of it was not there before. */
	grownMb: number;
}

/** What the kernel says of a process. */
export interface Memory {
	residentMb: number;
	peakMb: number;
}

/** @param pid `self` or the number of a process of the same user */
export function readMemory(pid: number | 'self' = 'self'): Memory {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	const value = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
	return { residentMb: value('VmRSS'), peakMb: value('VmHWM') };
}

/** Lets the kernel forget the peak so far. */
export function resetPeak(pid: number | 'self' = 'self'): void {
	writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** CPU time of another process so far, in milliseconds; the kernel counts in hundredths of a second. */
export function readCpuMs(pid: number): number {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
	return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Measures work in this very process, which should run nothing else meanwhile. */
export async function measureUsage<T>(work: () => Promise<T>): Promise<T & Usage> {
	globalThis.gc?.();
	resetPeak();
	const before = readMemory();
	const cpu = process.cpuUsage();
	const result = await work();
	const { user, system } = process.cpuUsage(cpu);
	const { peakMb } = readMemory();
	return { ...result, cpuMs: (user + system) / 1000, peakMb, grownMb: peakMb - before.residentMb };
}
