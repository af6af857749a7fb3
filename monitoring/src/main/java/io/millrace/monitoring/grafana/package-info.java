// SPDX-License-Identifier: Apache-2.0
/** Grafana's dashboards as code: what is in {@code monitoring/grafana/dashboards} is written from here. */
@NullMarked
package io.millrace.monitoring.grafana;

import org.jspecify.annotations.NullMarked;
