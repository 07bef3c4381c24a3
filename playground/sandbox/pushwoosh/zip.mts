import { crc32, deflateRawSync } from 'node:zlib';

/** A ZIP archive with one deflated file in it. `modified` in milliseconds since 1970, stored as UTC. */
export function zipOf(name: string, content: string, modified: number): Buffer {
	const raw = Buffer.from(content, 'utf8');
	const packed = deflateRawSync(raw);
	const nameBytes = Buffer.from(name, 'utf8');
	const shared = commonFields(raw, packed, nameBytes, modified);

	const localHeader = Buffer.concat([uint32(0x04034b50), uint16(20), shared, uint16(0), nameBytes]);
	const centralHeader = Buffer.concat([
		uint32(0x02014b50),
		uint16(20),
		uint16(20),
		shared,
		// No extra field, no comment, first disk, binary file, no attributes, local header at 0.
		...[0, 0, 0, 0].map(uint16),
		uint32(0),
		uint32(0),
		nameBytes,
	]);
	const end = Buffer.concat([
		uint32(0x06054b50),
		...[0, 0, 1, 1].map(uint16),
		uint32(centralHeader.length),
		uint32(localHeader.length + packed.length),
		uint16(0),
	]);
	return Buffer.concat([localHeader, packed, centralHeader, end]);
}

/** From the flags to the length of the name: the run of fields that both headers have in common. */
function commonFields(raw: Buffer, packed: Buffer, name: Buffer, modified: number): Buffer {
	const date = new Date(modified);
	const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1);
	const day = ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate();
	const utf8Name = 0x0800;
	const deflated = 8;
	return Buffer.concat([
		...[utf8Name, deflated, time, day].map(uint16),
		...[crc32(raw), packed.length, raw.length].map(uint32),
		uint16(name.length),
	]);
}

function uint16(value: number): Buffer {
	const bytes = Buffer.alloc(2);
	bytes.writeUInt16LE(value);
	return bytes;
}

function uint32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value >>> 0);
	return bytes;
}
