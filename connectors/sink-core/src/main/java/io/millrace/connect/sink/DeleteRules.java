// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.time.Duration;

/**
 * What deletes do.
 *
 * @param field boolean field that marks a row as deleted; empty for none
 * @param memory with an order field, how long a removed row's place in the order is remembered
 */
public record DeleteRules(DeleteMode mode, String field, Duration memory) {}
