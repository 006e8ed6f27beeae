/** Words that the API server has to take. */
import { z } from 'zod';
import { isFullImageName } from '../../../shared/image-name.ts';
import {
  isImageReference,
  isImageRepository,
  isLabelValue,
  isQualifiedName,
  isTaintEffect,
} from '../../../shared/names.ts';
import { isLine, word } from './text.ts';

/** Label keys and values as the API server takes them. */
export const labels = z.record(
  word(
    'label-syntax',
    'a label key: an optional DNS prefix and /, then at most 63 letters, digits, -, _ or .',
    isQualifiedName,
  ),
  word('label-syntax', 'a label value: at most 63 letters, digits, -, _ or .', isLabelValue),
);

/** KEY=VALUE:EFFECT or KEY:EFFECT, the parts as the API server takes them. */
export const taint = word(
  'taint-syntax',
  'KEY=VALUE:EFFECT or KEY:EFFECT, with NoSchedule, PreferNoSchedule or NoExecute',
  (text) => {
    const [, key = '', value = '', effect = ''] = /^([^=:]+)(?:=([^:]*))?:(.+)$/.exec(text) ?? [];
    return isQualifiedName(key) && isLabelValue(value) && isTaintEffect(effect);
  },
);

/** IsValidPathSegmentName of Kubernetes: the names of RBAC's objects. */
export const objectName = word(
  'name-syntax',
  'the name of an RBAC object: a line without / and %',
  (text) => text !== '' && isLine(text) && !/[/%]/.test(text) && text !== '.' && text !== '..',
);

/** As containerd stores it, so that it can be told whether a pod's image is there. */
export const imageName = word(
  'image-name',
  'a full name with registry, and tag or digest, such as registry.k8s.io/pause:3.10.2',
  isFullImageName,
);

export const image = word(
  'image-syntax',
  'an image such as registry.k8s.io/pause:3.10, with @sha256: and 64 hexadecimal digits after it or in the place of the tag',
  isImageReference,
);

export const imageRepository = word(
  'image-syntax',
  'where images are, such as registry.k8s.io or registry.example:5000/kubernetes',
  isImageRepository,
);
