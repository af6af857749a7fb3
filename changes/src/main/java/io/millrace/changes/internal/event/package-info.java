// SPDX-License-Identifier: Apache-2.0
/**
 * Change events as Debezium's connectors write them: their kinds, parts, images and order. Public for Millrace's own modules
 * only.
 */
package io.millrace.changes.internal.event;
