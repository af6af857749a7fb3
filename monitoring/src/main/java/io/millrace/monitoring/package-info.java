// SPDX-License-Identifier: Apache-2.0
/** What is shipped beside the pipeline to see it by: dashboards, and what loads them. */
@NullMarked
package io.millrace.monitoring;

import org.jspecify.annotations.NullMarked;
