/** How the page of the phone looks: for a thumb, from 320 pixels on. */
export const prefillStyle = `*{box-sizing:border-box}body{margin:0;font:17px/1.6 sans-serif;color:#1c2628;background:#f4f3ef}
main{max-width:560px;margin:0 auto;padding:20px 16px 32px;overflow-wrap:anywhere}[hidden]{display:none!important}
h1{margin:0;font-size:24px;line-height:1.35;outline:0}
.lead{margin:8px 0 16px;color:#47565a}.note{margin:8px 0 0;color:#5f6e71;font-size:14px}
.field{display:block;font-weight:600}
input,select{width:100%;min-height:48px;margin-top:4px;padding:8px 12px;border:1px solid #8a9795;border-radius:10px;color:inherit;background:#fff;font:inherit;font-weight:400}
#categories{display:flex;flex-wrap:wrap;gap:8px;margin:12px 0}
#categories button{min-height:44px;padding:4px 14px;border:1px solid #b6dbd9;border-radius:22px;color:#0c4f52;background:#fff;font:inherit;font-size:16px}
#categories button[aria-pressed=true]{color:#fff;background:#0f6d71;border-color:#0f6d71}
#told{margin:8px 0;color:#47565a}#told:empty{display:none}
ul{margin:0;padding:0;list-style:none}#found{margin-bottom:16px;border-radius:12px;background:#fff;overflow:hidden}
#found button{display:flex;align-items:center;gap:12px;width:100%;min-height:52px;padding:8px 14px;border:0;border-bottom:1px solid #e6e9e7;color:inherit;background:none;font:inherit;text-align:left}
#found button::before{flex:none;width:24px;height:24px;border:2px solid #8a9795;border-radius:6px;content:"";line-height:20px;text-align:center}
#found button[aria-pressed=true]{background:#eef6f5}#found button[aria-pressed=true]::before{border-color:#0f6d71;color:#fff;background:#0f6d71;content:"✓"}
#found button:disabled{color:#5f6e71;opacity:.6}
#choose{display:flex;flex-direction:column;min-height:100vh;min-height:100dvh}
#basket{position:sticky;bottom:0;margin:auto -16px -32px;padding:10px 16px 16px;border-top:1px solid #c3ccc9;background:#fff;box-shadow:0 -4px 14px rgb(10 59 61/10%)}
#names{margin:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
#chosen{margin-bottom:16px;padding:0 14px;border-radius:12px;background:#fff;text-align:left}
#chosen li{display:flex;align-items:center;gap:8px;min-height:48px;border-bottom:1px solid #e6e9e7}#chosen li:last-child{border:0}#chosen span{flex:1;min-width:0}
#chosen button{flex:none;min-width:56px;min-height:44px;border:0;color:#a8281a;background:none;font:inherit}
#make,#again{width:100%;min-height:52px;margin-top:8px;border:0;border-radius:10px;color:#fff;background:#0f6d71;font:inherit;font-size:19px;font-weight:600}
#again{border:2px solid #0f6d71;color:#0c4f52;background:#fff}
#show{text-align:center}#show .field{text-align:left}#code{display:block;width:min(86vw,400px);height:auto;margin:12px auto;background:#fff;image-rendering:pixelated}
button:focus-visible,input:focus-visible,select:focus-visible{outline:3px solid #d9860b;outline-offset:1px}`;
