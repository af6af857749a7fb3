// SPDX-License-Identifier: Apache-2.0
//
// The type of a dashboard's JSON: @grafana/schema's, with text where it has enumerations of text, and for each type of
// panel the options and fields that its plugin declares.
import type { Dashboard as Schema, DataSourceRef, Panel as SchemaPanel, RowPanel } from '@grafana/schema';
import type { Options as BarGauge } from '@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen';
import type { Options as Logs } from '@grafana/schema/dist/esm/raw/composable/logs/panelcfg/x/LogsPanelCfg_types.gen';
import type { Options as PieChart } from '@grafana/schema/dist/esm/raw/composable/piechart/panelcfg/x/PieChartPanelCfg_types.gen';
import type { Options as Stat } from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type { FieldConfig as StateTimelineField, Options as StateTimeline } from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen';
import type { FieldConfig as TableField, Options as Table } from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type { FieldConfig as TimeSeriesField, Options as TimeSeries } from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';

/** As JSON has it: a constant of an enumeration is its text or number. */
type Json<T> = T extends string
  ? `${T}`
  : T extends number
    ? `${T}` extends `${infer N extends number}` ? N : T
    : T extends boolean | null | undefined
      ? T
      : T extends Array<infer E>
        ? Array<Json<E>>
        : T extends object
          ? { [K in keyof T]: Json<T[K]> }
          : T;

/** What Grafana's data sources take, as far as they are asked here. */
type Target = {
  refId: string;
  datasource: { type: string; uid: string };
} & (
  | { editorMode: 'code'; expr: string; instant: boolean; range: boolean; legendFormat?: string; format?: 'table' | 'time_series' | 'heatmap' }
  | { editorMode: 'code'; expr: string; queryType: 'range' | 'instant'; legendFormat?: string }
  | { editorMode: 'code'; rawSql: string; rawQuery: true; format: 'table' | 'time_series' }
  | { editorType: 'sql'; rawSql: string; queryType: 'table' | 'timeseries'; format: 0 | 1; pluginVersion: string }
);

type FieldLink = { title: string; url: string; targetBlank: boolean };

type Fields<Custom> = Omit<Json<NonNullable<SchemaPanel['fieldConfig']>>, 'defaults'> & {
  defaults: Omit<Json<NonNullable<SchemaPanel['fieldConfig']>['defaults']>, 'custom' | 'links'> & {
    custom: Json<Custom>;
    links: FieldLink[];
  };
};

type Panel<Type extends string, Options, Custom> = Omit<
  Json<SchemaPanel>,
  'type' | 'options' | 'fieldConfig' | 'targets'
> & {
  id: number;
  title: string;
  description: string;
  datasource: Json<DataSourceRef>;
  type: Type;
  options: Json<Options>;
  fieldConfig: Fields<Custom>;
  targets: Target[];
};

type Nothing = Record<string, never>;

type AnyPanel =
  | Panel<'bargauge', BarGauge, Nothing>
  | Panel<'logs', Logs, Nothing>
  | Panel<'piechart', PieChart, Nothing>
  | Panel<'stat', Stat, Nothing>
  | Panel<'state-timeline', StateTimeline, StateTimelineField>
  | Panel<'table', Table, TableField>
  | Panel<'timeseries', TimeSeries, TimeSeriesField>
  | Json<RowPanel>;

export type Dashboard = Omit<Json<Schema>, 'panels'> & { panels: AnyPanel[] };
