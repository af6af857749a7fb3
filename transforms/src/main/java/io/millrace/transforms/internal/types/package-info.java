// SPDX-License-Identifier: Apache-2.0
/** What columns of each logical type become. Public for the packages beside it only. */
package io.millrace.transforms.internal.types;
