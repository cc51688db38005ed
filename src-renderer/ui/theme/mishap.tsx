import { Component, type ReactNode } from 'react';

/** Where a part of a page fails, the rest stays, and the person is told what to do instead of seeing nothing. */
export class Mishap extends Component<
  { readonly instead: ReactNode; readonly children: ReactNode },
  { readonly failed: boolean }
> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.instead : this.props.children;
  }
}
