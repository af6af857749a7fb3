// SPDX-License-Identifier: Apache-2.0
/** Single message transforms: Debezium change events as curated rows. */
package io.millrace.transforms;
