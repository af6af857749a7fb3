// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

/** What every plan is compiled with. */
record Settings(NormalizeConfig config, Rewriter rewriter) {}
