// SPDX-License-Identifier: Apache-2.0
/** What {@code MaskFields} does. Public for the packages beside it only. */
package io.millrace.transforms.internal.mask;
