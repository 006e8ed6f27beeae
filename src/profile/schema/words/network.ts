/** Words of networks: names, addresses, and who speaks to whom. */
import { parseAddress, parseCidr, parseInterfaceAddress } from '../../../shared/address.ts';
import { isDnsLabel, isDnsSubdomain, isUnicastMac, normalizeMac } from '../../../shared/names.ts';
import { isLine, word } from './text.ts';

export const dnsLabel = word(
  'name-syntax',
  'a DNS label: lower-case letters, digits and -, at most 63',
  isDnsLabel,
);

export const dnsName = word(
  'name-syntax',
  'a DNS name: labels of lower-case letters, digits and -, joined by dots',
  isDnsSubdomain,
);

export const address = word(
  'address-syntax',
  'an IPv4 or IPv6 address',
  (text) => parseAddress(text) !== undefined,
);

export const cidr = word(
  'cidr-syntax',
  'a network such as 10.244.0.0/16',
  (text) => parseCidr(text) !== undefined,
);

export const interfaceAddress = word(
  'address-syntax',
  'an address with its prefix length, such as 10.0.1.11/24',
  (text) => parseInterfaceAddress(text) !== undefined,
);

export const mac = word(
  'mac-syntax',
  'the MAC address of a network card, such as 52:54:00:00:01:11',
  isCardMac,
);

export const url = word('url-syntax', 'an http or https address, without user name and password', isHttpUrl);

/** Names are put behind it. */
export const folderUrl = word(
  'url-syntax',
  'an http or https address, without user name, password, query and fragment',
  (text) => isHttpUrl(text) && !/[?#]/.test(text),
);

export const endpoint = word('endpoint-syntax', 'HOST:PORT', isEndpoint);

/** What asks for a host: a machine of that name or address. */
export const host = word('host-syntax', 'a DNS name or an IP address', isHost);

/** An entry of NO_PROXY, which has no quoting: its readers part it at commas and drop white space. */
export const noProxy = word(
  'no-proxy-syntax',
  'a host, a domain such as .lab.example, an address, a network or *',
  (text) => {
    const [bare = '', port] = text.split(/:(?=\d{1,5}$)/);
    const isDomain = isDnsSubdomain(bare.replace(/^(\*\.|\.)/, ''));
    const isOne = text === '*' || isDomain || parseAddress(bare) !== undefined;
    return isOne || (port === undefined && parseCidr(text) !== undefined) || parseAddress(text) !== undefined;
  },
);

/** The host of an image's name, which is a folder's name below certs.d too. */
export const registryHost = word(
  'registry-syntax',
  'the host of a registry, perhaps with a port, such as registry.lab.example:5000; or _default',
  (text) => text === '_default' || isHost(text) || isEndpoint(text),
);

/** RFC 7617, 2: a colon would end it. */
export const registryUser = word(
  'registry-user',
  'a user name on one line, without a colon',
  (text) => text !== '' && !text.includes(':') && isLine(text),
);

export const cniVersion = word('version-syntax', 'a version of CNI such as 1.0.0', (text) =>
  /^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/.test(text),
);

export const interfaceName = word(
  'interface-syntax',
  'the name of a network interface: at most 15 letters, digits, -, _ or .',
  (text) => /^[a-zA-Z][\w.-]{0,14}$/.test(text),
);

export function isHost(text: string): boolean {
  return parseAddress(text) !== undefined || isHostName(text);
}

/** Four numbers that are no address are no name either. */
function isHostName(text: string): boolean {
  return isDnsSubdomain(text) && !/^[0-9.]+$/.test(text);
}

function isCardMac(text: string): boolean {
  const mac = normalizeMac(text);
  return mac !== undefined && isUnicastMac(mac);
}

function isHttpUrl(textOfUrl: string): boolean {
  return /^https?:\/\/[^\s"'<>\\@]+$/.test(textOfUrl) && URL.canParse(textOfUrl);
}

function isEndpoint(textOfEndpoint: string): boolean {
  const found = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]/]+)):(\d{1,5})$/.exec(textOfEndpoint);
  if (!found) return false;
  const [, six, other = '', port] = found;
  if (Number(port) < 1 || Number(port) > 65535) return false;
  return six ? parseAddress(six)?.family === 6 : isHost(other);
}
