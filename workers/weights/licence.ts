/** Under which terms weights may be used; shown before they are. */
import nvidiaText from './nvidia-segformer-licence.txt?raw';

export interface Licence {
  name: string;
  nonCommercial: boolean;
  /** The whole text where the lab has it. */
  text: string | null;
  /** Where the text is, or where to look for it. */
  url: string;
}

const NVIDIA: Licence = {
  name: 'NVIDIA Source Code License for SegFormer',
  nonCommercial: true,
  text: nvidiaText,
  url: 'https://github.com/NVlabs/SegFormer/blob/master/LICENSE',
};

/** What a model's card on the hub says about its licence. */
export interface LicenceCard {
  license?: string | string[];
  license_name?: string;
  license_link?: string;
}

/** Terms of a model of the hub. All of NVIDIA's SegFormers and their encoders are under its own licence. */
export function licenceOf(id: string, card: LicenceCard): Licence {
  if (/^nvidia\/(mit-b\d|segformer-)/i.test(id)) return NVIDIA;
  const stated = Array.isArray(card.license) ? card.license.join(', ') : card.license;
  const name = card.license_name ?? stated;
  const url = /^https?:\/\//.test(card.license_link ?? '') ? card.license_link! : `https://huggingface.co/${id}`;
  if (!name) return { name: 'not stated by the model', nonCommercial: false, text: null, url };
  return { name, nonCommercial: /(^|[-_ ])nc([-_ ]|$)|non-?commercial|nvidia/i.test(name), text: null, url };
}

/** Terms that a file's name gives away: NVIDIA's release calls its files mit_b5.pth and segformer.b5.*.pth. */
export function licenceOfFile(file: string): Licence | null {
  return /(^|[^a-z])mit[-_]b[0-5]|segformer[._-]?(mit-)?b[0-5]/i.test(file) ? NVIDIA : null;
}
