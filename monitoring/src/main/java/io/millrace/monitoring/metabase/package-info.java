// SPDX-License-Identifier: Apache-2.0
/** Loads the collections of {@code monitoring/metabase} into the free edition of Metabase. */
@NullMarked
package io.millrace.monitoring.metabase;

import org.jspecify.annotations.NullMarked;
