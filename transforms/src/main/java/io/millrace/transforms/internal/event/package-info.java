// SPDX-License-Identifier: Apache-2.0
/**
 * Change events as Debezium's connectors write them: their kinds, parts, images and order. Public for the packages beside it
 * only.
 */
package io.millrace.transforms.internal.event;
