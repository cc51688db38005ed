import type { ThemeConfig } from 'antd';

/** The tokens of base.css as antd wants them. */
export const deskTheme: ThemeConfig = {
  token: {
    colorPrimary: '#0f6d71',
    colorInfo: '#0f6d71',
    colorLink: '#0f6d71',
    colorSuccess: '#24703a',
    colorWarning: '#b46a00',
    colorError: '#a8281a',
    colorInfoBg: '#eef6f5',
    colorInfoBorder: '#b6dbd9',
    colorErrorBg: '#fdece8',
    colorErrorBorder: '#eebcb1',
    colorWarningBg: '#fdf0d5',
    colorWarningBorder: '#ecd3a0',
    colorText: '#1c2628',
    colorTextSecondary: '#47565a',
    colorTextTertiary: '#5f6e71',
    colorTextPlaceholder: '#6b797c',
    colorBorder: '#c3ccc9',
    colorBorderSecondary: '#dde2df',
    colorBgLayout: '#f4f3ef',
    fontFamily: 'var(--font)',
    fontSize: 15,
    borderRadius: 8,
    controlHeight: 36,
    controlHeightLG: 44,
  },
  components: {
    Button: { fontWeight: 500, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    Table: { headerBg: '#eef3f2', headerColor: '#47565a', cellPaddingBlock: 10 },
    Form: { itemMarginBottom: 14, verticalLabelPadding: '0 0 4px' },
  },
};
