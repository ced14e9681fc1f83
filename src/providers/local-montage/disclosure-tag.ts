import { open, stat } from 'node:fs/promises';
import type { SourceType } from '../../domain/ad/source-type.ts';

/** ISO 14496-12 `uuid` box with Adobe's XMP identifier: where readers of provenance look in an MP4 file. */
const xmpIdentifier = Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex');

/** The tag that players show. */
export const disclosureComment = 'AI-generated';

/**
 * Appends the machine-readable mark to a finished MP4 file. A box at the end moves nothing, so the file still starts
 * to play before it is wholly loaded.
 */
export async function appendDisclosureTag(path: string, sourceType: SourceType): Promise<void> {
  const file = await open(path, 'a');
  try {
    await file.appendFile(disclosureBox(sourceType));
  } finally {
    await file.close();
  }
}

export function disclosureBox(sourceType: SourceType): Buffer {
  const packet = Buffer.from(xmpPacket(sourceType), 'utf8');
  const header = Buffer.alloc(8);
  header.writeUInt32BE(header.length + xmpIdentifier.length + packet.length, 0);
  header.write('uuid', 4, 'latin1');
  return Buffer.concat([header, xmpIdentifier, packet]);
}

function xmpPacket(sourceType: SourceType): string {
  return [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"',
    ` Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/${sourceType}"/>`,
    '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>',
  ].join('');
}

/** The XMP packet of an MP4 file's top-level `uuid` box, or nothing. Reads box headers and the packet only. */
export async function readXmp(path: string): Promise<string | undefined> {
  const { size: fileBytes } = await stat(path);
  const file = await open(path, 'r');
  try {
    for (let offset = 0; offset + 8 <= fileBytes; ) {
      const header = Buffer.alloc(24);
      await file.read(header, 0, header.length, offset);
      const bytes = boxBytes(header, fileBytes - offset);
      const isXmp =
        header.toString('latin1', 4, 8) === 'uuid' && header.subarray(8, 24).equals(xmpIdentifier);
      if (isXmp) {
        const packet = Buffer.alloc(bytes - 24);
        await file.read(packet, 0, packet.length, offset + 24);
        return packet.toString('utf8');
      }
      if (bytes < 8) return undefined;
      offset += bytes;
    }
    return undefined;
  } finally {
    await file.close();
  }
}

/** A size of 1 stands for a 64-bit size after the name, 0 for "to the end of the file". */
function boxBytes(header: Buffer, rest: number): number {
  const bytes = header.readUInt32BE(0);
  if (bytes === 1) return Number(header.readBigUInt64BE(8));
  return bytes === 0 ? rest : bytes;
}
