// SPDX-License-Identifier: Apache-2.0
/** What columns of each logical type become. Public for Millrace's own modules only. */
package io.millrace.changes.internal.types;
